// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

/// Keys made for these tests only.
namespace gatehouse::crypto::testing {

inline constexpr char kRsaPrivate[] = "-----BEGIN PRIVATE KEY-----\n"
                                      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQD0hQ67OJx1hEqe\n"
                                      "lhUdupgSr4hIi5T5tCtLgmxdXHBRv1sf1CktSnQygpo0oddi9tbfru/pgQX3XmVt\n"
                                      "6den134fbs50a/ZrR1Np6ggQuV+n6uJ5dxZKqN5+zNRy3Q0oVTcHi0reeSo9cou/\n"
                                      "axWK80RqFd1yt+lZhQMclg8T9WintFAJAdYdKatimYVYOMCmjGmQRpUyd/YpBJur\n"
                                      "zVvqTLgDujbToUD3XiRbT5fgGoShWRQKTPsfGUcwoH4DTppYruxogxsUUPyRH3Uu\n"
                                      "UszFNIhKWnNiRQ7X3phXgE4uz+1N81C5hHjGT77GEvxuHT50N/E9FU2bmG1DEM7Y\n"
                                      "TkF5knEhAgMBAAECggEAI3buUraR8B7ROSceG5hmA2/KHcYrmVFJu5idtvzNSE4E\n"
                                      "yB0Gy+GHRjwtuYHaXNQzCMZgAvIKYifNdkpQU7EBmKAtpDJ0ec1337Nomrmy51vo\n"
                                      "n81nQkoz2xhCSAFKWJXjdrNRQes49n3tSZodHxt2yhwvE5BxG+FwOMPa8/4da7/c\n"
                                      "DLEDLOv9l2aZc4jzcxyKbnR76QPM6jFo9FYi0rAkos2Cdn6erRroJBUF8BhG/ANy\n"
                                      "l8c4b19HufTSzSZ6VCBVZhpnxem/hq/jlKZKKApOodOJMVag6J4SeBEC/jxHpd8R\n"
                                      "izFMknutXCktqSzkvzlTKj8bkobuhkfZHklyuaax8QKBgQD8yuE/dMl9BRpq3bdz\n"
                                      "KCvUULa+yLG03WTM1dGMhQsdYuHv9HRnLE2uV9zVIsM/hRSEB3CSktKY1QbwlRjN\n"
                                      "uFblldyYw/4D3bOlgJCoxZKIa4YILopC3wPOc+I3RprhBju2mVgV8qkO1S/ZINhs\n"
                                      "wnQ/V1n03GZwi4knVH0Mzk/u+wKBgQD3n05gfWDeFm0W+UX4rGC4kxS/UZ1yFDBe\n"
                                      "CFFMOzKvDapHRESFBJW5Xw7zAgxZ7iFWN6vRHm+kcwi1WEVTimc2Fg7iQX0E05yo\n"
                                      "vPg3ga9kxeLPHXhybwZfJNft6yKu7cxNQQamvOCvg7B9+28IdBZwMbovOieCVwxt\n"
                                      "tvSMrAL1kwKBgQDtpiEJ0dYV9TU3oAZ1eR9zMwoJ44zEtpmrw5uDGhQv5ST4u3yu\n"
                                      "/cRtkWYm7M5XKdn2oTPgZ60aRrKGe/Rced8faLqA10g3BDZ98ZaNQ2gVXdgcWvxa\n"
                                      "D2R5sxHI21SBFaYPbKuVvpHWQu7/ldRAsrIsVgdYndakGVmwIsqIvnAA/wKBgHOE\n"
                                      "CL8wnjjcw2VdQkwgtjpEuwAJZearDmk/fhWO5DUPrejzKvfWzLYeZ03sHbDySvD6\n"
                                      "pZe3mCNiWqSmmii/vyhXH/hizpyqz0FUboMOZ7EeM5GlUOQpcRJ/kI/4CkUKwC0l\n"
                                      "8aFlKXgXegU7f2+1ICaUvCN+AKJoU273U5wwPm0rAoGAc5oL4BSLOj5OhVy359Rf\n"
                                      "CFpjeYqDw+4zgj2U3XizgUg5P+n/L7zxaAr99LP3m41uF4oigFRIp/j6Iisu5DqB\n"
                                      "2NkmRkFCFsWaWLlRmphOwQM7FOu7F8UN7tuk5uOPNLTLRnDg0LSFex8AYEG6Oeug\n"
                                      "3DvI4fTCHFFgipw374c6wcE=\n"
                                      "-----END PRIVATE KEY-----\n";

inline constexpr char kP256Private[] = "-----BEGIN PRIVATE KEY-----\n"
                                       "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgilcj+HicfHmFE791\n"
                                       "TDm4kZNepaWc2zjFjAUrHdy5/22hRANCAAT9ccopjbNk1H/JhVmdaI8sGytnt9Ty\n"
                                       "YSXW+esBFwmdBa8LS7vqXHLKrlNODMWPLI0R4lVnYB+ToMfFfn9M1iX1\n"
                                       "-----END PRIVATE KEY-----\n";

inline constexpr char kP384Private[] = "-----BEGIN PRIVATE KEY-----\n"
                                       "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDDZ7HhUcpiHWaqPwCd2\n"
                                       "SD8VHbDev7dSFiV/wTlODr/c7eHKeQCq7SksUDOiX9fp7NqhZANiAASQRlCpOXn0\n"
                                       "fqZLz7fIr0rNQakDs4bZX5F1n3rf8YM/tyrL7ZQPWRSj+3B1EEQRe9bgUBmk2USq\n"
                                       "Xg6f+GOWazjYCH2Yi9LqUWKKfB7r33/LJs5GCDr51Bcqr2I8YBMiK0E=\n"
                                       "-----END PRIVATE KEY-----\n";

inline constexpr char kP521Private[] = "-----BEGIN PRIVATE KEY-----\n"
                                       "MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIAangdy970a2KBdHc1\n"
                                       "ipMZJNlfnKpDy9fgodhq5BgMdi5p5HINCIPGg+3rE3iEOW17zfjdE1IJXQ7j5sLG\n"
                                       "W1U7rCahgYkDgYYABADTWXom6yZYHxRZrmvyuXtPESNjAObGuuV++B0tS+CW8Z5w\n"
                                       "IPN7DQI9OB2U193Sqw6Vt37ZJFkdidb/ZQHgfNmoUAEsGSHZbQLmIQlj2u2hb++n\n"
                                       "skaRYrcawU62ri0d/AyUyydOgCW+1/rBWCeSohtnV6JFH10fB77wRajgrg6wGx4X\n"
                                       "Sg==\n"
                                       "-----END PRIVATE KEY-----\n";

inline constexpr char kEd25519Private[] = "-----BEGIN PRIVATE KEY-----\n"
                                          "MC4CAQAwBQYDK2VwBCIEIJbzwYm/b5c/3pR0z0MjJCuP/dzlTuZQL2OZAwGzVjvZ\n"
                                          "-----END PRIVATE KEY-----\n";

inline constexpr char kSmallRsaPublic[] = "-----BEGIN PUBLIC KEY-----\n"
                                          "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC0dCxVTvzJYZcvinufcNDHtOHH\n"
                                          "FsTr6EesHP+62/ZyuZD2t0wK0727olrQo5zLu7LuJRmhPeN7Fu9jnWss/4X+rfmI\n"
                                          "wyuArDhr7u/izlr8xenncXBQs6sHllvQYreHLTkIEg6J9MyNurDcKRB6RhbXqzls\n"
                                          "89aa04ku/XCmSkyCjwIDAQAB\n"
                                          "-----END PUBLIC KEY-----\n";

inline constexpr char kPssPublicPem[] = "-----BEGIN PUBLIC KEY-----\n"
                                        "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnfEVLusDXoNyW+7qJqRT\n"
                                        "JJX4SzA4UGXBIfCDBgtP3g3sQnZg8GQNhx/28Bbyp4SVDhkalGu6hVZwzfaL7cvU\n"
                                        "SKhPZ3E7DQj1SbR3PuQ5lFYrTYQ+3esazdT/Q+8CDCCbcVRprbPFdYp5kAHb8xKw\n"
                                        "g9qT799Kg2EzjQ1ZsX9RN28wKNDHujbmYhYFkEpcAr9u8xqZCBNavZ6bJatoPAfc\n"
                                        "DgznojzUITBSPEZiyJuqk2fTINk6Le2a1aETVplaMEwmr357fGpXJvvsKgZm9bA0\n"
                                        "ViNsE1uS1a7ha1S4utmXlOiQfT8GZ7xRlvGhsp7VrrxgHj4VkBixc0nM3sj1JUCv\n"
                                        "kQIDAQAB\n"
                                        "-----END PUBLIC KEY-----\n";

} // namespace gatehouse::crypto::testing
