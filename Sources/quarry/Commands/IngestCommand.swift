import Arguments

/// `quarry ingest`: export files become an archive.
struct IngestCommand: RunnableCommand {
    static let name = "ingest"
    static let summary = "Reads chat exports into an archive."
    static let discussion = """
        Exports may overlap and come in any order: of each message the newest export wins, an edit keeps the text before it, \
        and a message that a newer export should have and has not is marked as deleted. Files that have not changed are not \
        opened again.

        A file that is damaged costs what is damaged in it: everything else is kept, one line says what was lost and where, \
        and the exit status is 1.
        """
    static let examples = [
        Example(command: "quarry ingest corpora/sample", says: "into output/sample"),
        Example(command: "quarry ingest exports.zip --output output/community", says: "a zip file of exports"),
    ]
    static let parameters: [Parameter<Self>] = IngestOptions.parameters.map { $0.within(\.options) }

    var options = IngestOptions()

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        try await options.perform("quarry ingest", surroundings)
    }
}
