/// One command of a program: its property values are its defaults, and its table says how arguments change them.
///
/// The table is the only description of the command line. It drives parsing, `--help`, suggestions, completions
/// and the documentation test.
///
/// ```swift
/// struct Ingest: Command {
///     static let name = "ingest"
///     static let summary = "Reads chat exports into the archive."
///     static let parameters: [Parameter<Self>] = [
///         .positional("DIR", \.folder, "The folder to read."),
///         .option("output", \.output, value: "DIR", "Where the archive lies."),
///         .flag("quiet", short: "q", \.quiet, "Print nothing but errors."),
///     ]
///     var folder = ""
///     var output = "archive"
///     var quiet = false
/// }
/// ```
public protocol Command: Sendable {
    /// Makes the command with every property at its default.
    init()

    /// The word that selects the command.
    static var name: String { get }

    /// One sentence for the list of commands and the top of the help.
    static var summary: String { get }

    /// Paragraphs shown in the help below the summary; a line that begins with a space is printed as it stands.
    static var discussion: String { get }

    /// The table of flags, options and positionals, in the order in which the help lists them.
    static var parameters: [Parameter<Self>] { get }

    /// Command lines worth copying, shown at the end of the help.
    static var examples: [Example] { get }
}

extension Command {
    public static var discussion: String { "" }
    public static var examples: [Example] { [] }
}

/// A command line to copy and what it does.
public struct Example: Equatable, Sendable {
    public let command: String
    public let says: String

    public init(command: String, says: String) {
        self.command = command
        self.says = says
    }
}
