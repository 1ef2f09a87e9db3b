import Foundation

/// Standard input, output and error, and what writing to them may do to the process.
package enum StandardStreams {
    /// Makes the three safe; call it before the first file is opened.
    ///
    /// A number that is closed would be given to the next file that is opened, and what is meant for the terminal would be
    /// written into that. It is taken by a file that cannot be used, so that reading and writing fail as before. Writing
    /// to a pipe that nobody reads any more becomes an error like any other; the system would end the process.
    package static func secure() {
        signal(SIGPIPE, SIG_IGN)
        // The lowest free number is the one that is missing.
        for (number, mode) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)]
        where fcntl(number, F_GETFD) == -1 && errno == EBADF { _ = unsafe open("/dev/null", mode) }
    }
}
