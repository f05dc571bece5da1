import Arguments
import Chat
import Pipeline
import Store

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
        try AtomicFile.replace(path, with: Array(Self.text.utf8))
        try surroundings.console.print(path)
        return .success
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

          "// publish": "Direct messages, group messages and private threads that may be searched and published all the same.",
          "publish": [],

          "// timeZone": "An IANA name, in which times are shown.",
          "timeZone": "UTC"
        }

        """
}
