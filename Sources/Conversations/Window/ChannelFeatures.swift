import Chat

/// Fills in what is the same for every candidate: the new message and its channel.
struct ChannelFeatures {
    private let scan: PairScan
    private let window: ThreadWindow
    private let utterance: Utterance
    private let reading: TextReading

    /// Messages that tell what the channel is like.
    private static let recent = 60

    init(_ scan: PairScan, _ window: ThreadWindow, _ utterance: Utterance, _ reading: TextReading) {
        self.scan = scan
        self.window = window
        self.utterance = utterance
        self.reading = reading
    }

    func fill(_ base: UnsafeMutablePointer<UInt8>) {
        func set(_ column: Int, _ value: UInt8) {
            (base + column * FeatureRows.stride).update(repeating: value, count: scan.count)
        }
        func set(_ feature: PairFeature, _ value: UInt8) {
            set(feature.rawValue, value)
        }
        fillMine(set)
        fillChannel(set)
        set(.bestOverlap, Quantity.count(scan.overlaps.map(\.rarity).max() ?? 0))
        let best = scan.cosines.compactMap { $0 }.max()
        set(.bestCosine, best.map(Quantity.cosine) ?? 0)
        for cue in 0..<TextCues.count {
            set(PairFeature.myCues + cue, UInt8(truncatingIfNeeded: reading.cues.rawValue >> UInt32(cue) & 1))
        }
    }

    private func fillMine(_ set: (PairFeature, UInt8) -> Void) {
        let tally = scan.tallies[scan.me]
        set(.myMessages, Quantity.count(tally.messages))
        set(.sinceMyLast, Quantity.age(tally.lastAge))
        let last = tally.lastAge > 0 ? window[scan.remembered[tally.lastAge - 1]].time : nil
        set(.timeSinceMyLast, last.map { Quantity.time(utterance.time.rawValue &- $0) } ?? 0)
        set(.iAmBot, Quantity.flag(utterance.kind == .bot))
        set(.callsAnyone, scan.call)
        set(.callsUnknown, Quantity.flag(scan.callsUnknown))
        let calls = scan.targets.prefix(PairScan.mostCandidates)
        set(.callsOfMe, Quantity.count(calls.count { $0 == scan.me }))
        set(.sinceCallOfMe, Quantity.age(calls.firstIndex(of: scan.me).map { $0 + 1 } ?? 0))
        set(.myBytes, Quantity.logarithm(reading.byteCount))
        set(.myWords, Quantity.count(reading.wordCount))
        set(.myRarity, Quantity.logarithm(reading.rarity))
    }

    private func fillChannel(_ set: (PairFeature, UInt8) -> Void) {
        let recent = scan.remembered.prefix(Self.recent)
        let now = utterance.time.rawValue
        func share(_ count: Int) -> UInt8 { recent.isEmpty ? 0 : UInt8(count * 20 / recent.count) }
        func within(_ limit: Int64) -> UInt8 {
            Quantity.logarithm(scan.remembered.prefix { now &- window[$0].time <= limit }.count)
        }
        set(.rate, within(60_000))
        set(.slowRate, within(600_000))
        set(.authors, Quantity.count(Set(recent.prefix(30).map { window[$0].author }).count))
        set(.callShare, share(zip(recent, scan.targets).count { $1 >= 0 && !window[$0].isGiven }))
        set(.givenShare, share(recent.count { window[$0].isGiven }))
        set(
            .meanWords,
            recent.isEmpty ? 0 : Quantity.count(recent.reduce(0) { $0 + window[$1].wordCount } / recent.count))
        set(.runShare, share(zip(recent, recent.dropFirst()).count { window[$0].author == window[$1].author }))
        set(.sinceLast, recent.first.map { Quantity.time(now &- window[$0].time) } ?? 63)
        set(.lastIsMine, Quantity.flag(recent.first.map { window[$0].author == scan.me } ?? false))
    }
}
