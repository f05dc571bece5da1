import Chat

/// Which channels are read: all, or those that are named, without those that are excluded.
///
/// A channel is named by its id, its name, or the name or id of the channel or category above it.
public struct ChannelFilter: Equatable, Sendable {
    public var included: [String]
    public var excluded: [String]

    public init(included: [String] = [], excluded: [String] = []) {
        self.included = included
        self.excluded = excluded
    }

    func includes(_ header: ExportHeader) -> Bool {
        let names = header.channelNames
        return (included.isEmpty || included.contains(where: names.contains))
            && !excluded.contains(where: names.contains)
    }
}
