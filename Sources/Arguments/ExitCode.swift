/// The status with which a program ends.
public enum ExitCode: Int32, Sendable {
    case success = 0
    case failure = 1
    /// The command line was wrong (`EX_USAGE` of sysexits.h).
    case usage = 64
}
