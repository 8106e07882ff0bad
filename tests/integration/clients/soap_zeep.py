# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls a SOAP service through the gateway, as python3-zeep does it. usage: soap_zeep.py PORT TOKEN WSDL"""
import sys

import requests
import zeep

port, token, wsdl = sys.argv[1:]
session = requests.Session()
session.trust_env = False
session.headers["Authorization"] = f"Bearer {token}"
client = zeep.Client(wsdl, transport=zeep.Transport(session=session, timeout=60, operation_timeout=60))
for binding in ["Calc11", "Calc12"]:
    for api in ["calc", "secure", "strict"]:
        base = f"http://127.0.0.1:{port}/api/soap/{api}/v1"
        service = client.create_service(f"{{urn:calc}}{binding}", f"{base}/Add")
        assert service.Add(a=40, b=2) == 42, (binding, api)
    service = client.create_service(f"{{urn:calc}}{binding}", f"http://127.0.0.1:{port}/api/soap/calc/v1/Fail")
    try:
        service.Fail()
        raise AssertionError("no fault")
    except zeep.exceptions.Fault as fault:
        assert fault.message == "it failed", fault.message
print("done")
