import Arguments
import Chat
import Glibc
import Pipeline

/// `quarry init`: a configuration to start from.
struct InitCommand: RunnableCommand {
    static let name = "init"
    static let summary = "Writes a commented quarry.json into a folder of exports."
    static let examples = [Example(command: "quarry init corpora/community", says: "then edit it, then quarry run")]
    static let parameters: [Parameter<Self>] = [
        .positional("DIR", \.folder, "The folder of exports."),
        .flag("force", \.replaces, "Replace a quarry.json that is there."),
    ]

    var folder = ""
    var replaces = false

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        guard FileStatus(path: folder)?.isFolder ?? false else {
            throw PipelineError.missingInput(path: folder)
        }
        let path = folder + "/" + Configuration.fileName
        if !replaces, FileStatus(path: path) != nil {
            throw PipelineError.cannotWrite(path: path, reason: "it exists; --force replaces it")
        }
        try Self.write(to: path)
        try surroundings.console.print(path)
        return .success
    }

    /// Beside its place, so that the file appears whole, by a rename.
    private static func write(to path: String) throws(PipelineError) {
        let partPath = path + ".part"
        guard let file = fopen(partPath, "we") else { throw failure(path) }
        let isWritten = fputs(text, file) >= 0
        guard fclose(file) == 0, isWritten, rename(partPath, path) == 0 else {
            defer { unlink(partPath) }
            throw failure(path)
        }
    }

    private static func failure(_ path: String) -> PipelineError {
        .cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }

    private static let text = """
        {
          "//": "Settings of Quarry for the exports in this folder. Keys that begin with // are comments.",

          "// name": "The archive's name; its state lies in output/<name>. Default: the folder's name.",
          "// name = ": "my-community",

          "// sources": "Files and folders with exports, relative to this file.",
          "sources": ["."],

          "// channels": "Channels, categories or forums by name or id. An empty include means all.",
          "channels": { "include": [], "exclude": [] },

          "// timeZone": "An IANA name, in which times are shown.",
          "timeZone": "UTC"
        }

        """
}
