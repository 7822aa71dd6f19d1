/* exit_code.h — how the command ends. The numbers are a promise to scripts. */
#ifndef CLI_EXIT_CODE_H
#define CLI_EXIT_CODE_H

enum cli_exit_code {
    CLI_FINE = 0,
    CLI_FINDINGS = 1, /* a failing test, an error under `check`; nothing to do */
    CLI_USAGE = 2,    /* the command line, or a file of options, makes no sense */
    CLI_PARTIAL = 3,  /* some rules do not load */
    CLI_IO = 4        /* a file could not be read, output could not be written */
};

#endif
