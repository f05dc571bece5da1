/// A stretch of time to the millisecond.
struct Lapse: Comparable {
    let milliseconds: Int64

    static func milliseconds(_ count: Int) -> Lapse { Lapse(milliseconds: Int64(count)) }
    static func seconds(_ count: Int) -> Lapse { .milliseconds(count * 1000) }
    static func minutes(_ count: Int) -> Lapse { .seconds(count * 60) }
    static func hours(_ count: Int) -> Lapse { .minutes(count * 60) }
    static func days(_ count: Int) -> Lapse { .hours(count * 24) }

    static func < (left: Lapse, right: Lapse) -> Bool { left.milliseconds < right.milliseconds }

    static func * (lapse: Lapse, factor: Double) -> Lapse {
        Lapse(milliseconds: Int64(Double(lapse.milliseconds) * factor))
    }

    static func / (lapse: Lapse, count: Int) -> Lapse { Lapse(milliseconds: lapse.milliseconds / Int64(count)) }

    static func - (left: Lapse, right: Lapse) -> Lapse {
        Lapse(milliseconds: left.milliseconds - right.milliseconds)
    }
}
