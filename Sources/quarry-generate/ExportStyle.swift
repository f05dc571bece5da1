/// What the exporter was told about the files.
struct ExportStyle {
    let layout: DocumentBuffer.Layout
    let clock: Clock
    let rawMarkdown: Bool
    let isReversed: Bool
    /// The most messages of one file.
    let partition: Int

    init(_ command: GenerateCommand) {
        layout = command.compact ? .compact : .indented
        clock = command.utc ? .utc : .local
        rawMarkdown = command.rawMarkdown
        isReversed = command.reverse
        partition = command.partition.value
    }
}
