/// Exports the whole community, night by night.
struct NightWriter {
    private let community: Community
    private let folder: String
    private let gold: GoldFile?
    private var messages: MessageWriter
    private var page: DocumentBuffer
    private(set) var totals: Totals

    init(_ community: Community, folder: String, gold: GoldFile?) {
        self.community = community
        self.folder = folder
        self.gold = gold
        messages = MessageWriter(community)
        page = DocumentBuffer(community.style.layout)
        totals = Totals(community)
    }

    mutating func write(night: Int) throws(GenerateError) {
        let folder = "\(folder)/\(community.schedule.nights[night].date.text)"
        try Folder.make(folder)
        var exportedAt = community.schedule.nights[night].time
        for conversation in community.plan.conversations where conversation.kind != .forum {
            let starts = community.history.starts(of: conversation)
            let positions = starts[night]..<max(starts[night], conversation.count(before: night))
            guard !positions.isEmpty else { continue }
            exportedAt = exportedAt + Self.timeOfFile
            var file = try ExportFile(
                conversation, of: community, on: community.schedule.nights[night], exportedAt: exportedAt,
                folder: folder, page: &page)
            try write(positions, of: conversation, starts: starts, on: night, to: &file)
            try file.finish(page: &page)
            totals.files += 1
        }
    }

    /// How long the export of a conversation takes.
    private static let timeOfFile = Lapse.milliseconds(731)

    private mutating func write(
        _ positions: Range<Int>, of conversation: Conversation, starts: [Int], on night: Int,
        to file: inout ExportFile
    ) throws(GenerateError) {
        let isReversed = community.style.isReversed
        var rest = positions
        while !rest.isEmpty {
            let place = conversation.burst(at: isReversed ? rest.upperBound - 1 : rest.lowerBound)
            let burst = community.planner.burst(place, in: conversation)
            let part = place.positions.clamped(to: rest)
            for offset in part.indices {
                let position = isReversed ? part.upperBound - 1 - (offset - part.lowerBound) : offset
                let state = community.history.state(of: position, in: conversation, starts: starts, on: night)
                try write(position, of: burst, in: conversation, state, on: night, to: &file)
            }
            rest = isReversed ? rest.lowerBound..<part.lowerBound : part.upperBound..<rest.upperBound
        }
    }

    private mutating func write(
        _ position: Int, of burst: Burst, in conversation: Conversation, _ state: History.State, on night: Int,
        to file: inout ExportFile
    ) throws(GenerateError) {
        let slot = burst[position]
        switch state {
        case .deleted(let deletedOn):
            guard deletedOn == night else { return }
            totals.deleted += 1
            try gold?.write(.deleted, slot.id, in: conversation, on: community.schedule.nights[night])
        case .present(let edited, let reacted):
            let kind = messages.kind(at: position, of: burst, in: conversation)
            let edited = kind.isWritten ? edited : 0
            if night > 0, edited == night {
                totals.edited += 1
                try gold?.write(.edited, slot.id, in: conversation, on: community.schedule.nights[night])
            }
            try file.prepare(page: &page)
            let author = messages.write(
                MessageWriter.Subject(
                    slot: slot, position: position, burst: burst, conversation: conversation, kind: kind,
                    edited: edited, reacted: reacted),
                into: &page)
            totals.noteMessage(by: author)
            try file.flush(page: &page)
        }
    }
}
