/// A point in time to the millisecond, which is what a message id holds.
struct Instant: Comparable {
    /// Since 1970 began, in UTC.
    let milliseconds: Int64

    init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// The start of a day, in UTC.
    init(_ date: CivilDate) {
        milliseconds = Int64(date.daysSince1970) * Lapse.days(1).milliseconds
    }

    static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    static func + (instant: Instant, lapse: Lapse) -> Instant {
        Instant(milliseconds: instant.milliseconds + lapse.milliseconds)
    }

    static func - (instant: Instant, lapse: Lapse) -> Instant {
        Instant(milliseconds: instant.milliseconds - lapse.milliseconds)
    }

    static func - (left: Instant, right: Instant) -> Lapse {
        Lapse(milliseconds: left.milliseconds - right.milliseconds)
    }

    /// The days that have passed since 1970 began.
    var day: Int { Int(milliseconds / Lapse.days(1).milliseconds) }

    /// What has passed of the day.
    var timeOfDay: Lapse { Lapse(milliseconds: milliseconds % Lapse.days(1).milliseconds) }
}
