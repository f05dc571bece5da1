/// When the community lived, when it was exported, and how much changed in between.
struct Schedule {
    /// One nightly export.
    struct Night {
        let date: CivilDate
        /// Everything before is in the export.
        let time: Instant
        /// Only what is younger is in the export; nil when it reaches back to the beginning.
        let after: CivilDate?

        /// Whether the export covers what happened at a time before it.
        func reaches(_ instant: Instant) -> Bool {
            after.map { Instant($0) <= instant } ?? true
        }
    }

    static let beginning = CivilDate(year: 2021, month: 1, day: 1)
    private static let firstNight = CivilDate(year: 2025, month: 1, day: 1)
    private static let hourOfExport = 3

    let nights: [Night]

    /// How many messages come between two nights, as a share of those of the first.
    private let growth: Double

    /// The share of a later night's known messages that were edited since the night before.
    let editedShare: Double
    let deletedShare: Double
    let reactedShare: Double

    /// A later night of E messages knows `overlap` of the first night's; new and edited are half of `changed` each:
    /// E = overlap * first + E * changed / 2.
    init(nights count: Int, overlap: Double, changed: Double) {
        let half = changed / 2
        editedShare = half / (1 - half)
        growth = overlap * editedShare
        // Stays far below the share at which a reader should doubt that an export is whole.
        let mostDeleted = 0.05
        deletedShare = min(changed / 4, mostDeleted)
        reactedShare = changed / 4

        let past = Self.firstNight.daysSince1970 - Self.beginning.daysSince1970
        nights = (0..<count).map { number in
            let day = Self.firstNight.daysSince1970 + number
            let covers = Int(Double(past) * overlap)
            return Night(
                date: CivilDate(daysSince1970: day),
                time: Instant(CivilDate(daysSince1970: day)) + .hours(Self.hourOfExport),
                after: number == 0 || overlap == 1 ? nil : CivilDate(daysSince1970: day - 1 - covers))
        }
    }

    /// The time between the night before, or the beginning, and a night.
    func period(before night: Int) -> Range<Instant> {
        let start = night == 0 ? Instant(Self.beginning) : nights[night - 1].time
        return start..<nights[night].time
    }

    /// The share of all messages that are written before a night.
    func share(before night: Int) -> Double {
        (1 + growth * Double(night)) / (1 + growth * Double(nights.count - 1))
    }
}
