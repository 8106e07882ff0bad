// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/run.h"

int main(int argc, char* argv[])
{
    return gatehouse::app::run(argc, argv);
}
