import Arguments
import Foundation
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
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
            throw PipelineError.missingInput(path: folder)
        }
        let path = folder + "/" + Configuration.fileName
        if !replaces, FileManager.default.fileExists(atPath: path) {
            throw PipelineError.cannotWrite(path: path, reason: "it exists; --force replaces it")
        }
        do {
            try Data(Self.text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw PipelineError.cannotWrite(path: path, reason: error.localizedDescription)
        }
        surroundings.console.print(path)
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

          "// timeZone": "An IANA name, in which times are shown.",
          "timeZone": "UTC"
        }

        """
}
