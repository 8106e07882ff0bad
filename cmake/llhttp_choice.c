/* SPDX-License-Identifier: GPL-3.0-or-later */
/* llhttp's generated parser reads header fields 16 bytes at a time where SSE4.2 is there, which halves its cost. Debian's
   baseline does not promise that, so both are in the program and the processor decides. */
#include <llhttp.h>

int llhttp__internal_execute(llhttp__internal_t* state, const char* begin, const char* end);
int llhttp__internal_execute_sse42(llhttp__internal_t* state, const char* begin, const char* end);
int gatehouse_llhttp_execute(llhttp__internal_t* state, const char* begin, const char* end);

/* What llhttp_execute() calls instead of llhttp__internal_execute(). */
int gatehouse_llhttp_execute(llhttp__internal_t* state, const char* begin, const char* end)
{
    if (__builtin_cpu_supports("sse4.2"))
        return llhttp__internal_execute_sse42(state, begin, end);
    return llhttp__internal_execute(state, begin, end);
}
