import Arguments

/// `quarry run`: all stages of a night, in order.
struct RunCommand: RunnableCommand {
    static let name = "run"
    static let summary = "Runs the nightly pipeline: every stage, each on what has changed."
    static let discussion = """
        The stages that exist: ingest reads exports, converse finds who answers whom, describe says what each conversation is, \
        index makes its passages searchable. Without an encoder passages are found by their words only.

        One run at a time holds a state folder; readers go on beside it. Ctrl-C stops at the next safe point and says what is kept.
        """
    static let examples = [Example(command: "quarry run corpora/sample", says: "into output/sample")]
    static let parameters: [Parameter<Self>] =
        [
            .option(
                "encoder", \.encoder, value: "DIR|URL", "The folder of a model, or the address of a server's API.",
                environment: "QUARRY_ENCODER", default: "models/all-MiniLM-L6-v2"),
            .option(
                "encoder-model", \.encoderModel, value: "NAME", "What a server calls the model.",
                environment: "QUARRY_ENCODER_MODEL"),
        ] + IngestOptions.parameters.map { $0.within(\.options) }

    var encoder: String?
    var encoderModel: String?
    var options = IngestOptions()

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        let choice = EncoderChoice(place: encoder, model: encoderModel)
        return try await options.perform("quarry run", encoder: choice.source(surroundings), surroundings)
    }
}
