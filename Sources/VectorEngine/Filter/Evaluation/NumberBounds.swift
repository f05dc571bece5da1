/// The range of a column's numbers in which a comparison with a constant holds; nil where none does. `!=` holds outside of
/// the range of `==`.
enum NumberBounds {
    static func integers(_ comparison: ComparisonOperator, _ constant: Number) -> ClosedRange<Int64>? {
        let low: Int64?
        let high: Int64?
        let isWhole: Bool
        switch constant {
        case .int(let number): (low, high, isWhole) = (number, number, true)
        case .double(let number):
            // The whole numbers around it; nil where there is none.
            low = Self.integer(number.rounded(.down))
            high = Self.integer(number.rounded(.up))
            isWhole = number == number.rounded(.down)
            if low == nil || high == nil {
                let isAbove = number > 0
                switch comparison {
                case .equal, .notEqual: return nil
                case .less, .atMost: return isAbove ? .min ... .max : nil
                case .greater, .atLeast: return isAbove ? nil : .min ... .max
                }
            }
        }
        guard let low, let high else { return nil }
        switch comparison {
        case .equal, .notEqual: return isWhole ? low...high : nil
        case .atMost: return .min...low
        case .atLeast: return high ... .max
        case .less: return isWhole ? (low == .min ? nil : .min...low - 1) : .min...low
        case .greater: return isWhole ? (high == .max ? nil : high + 1 ... .max) : high ... .max
        }
    }

    static func doubles(_ comparison: ComparisonOperator, _ constant: Number) -> ClosedRange<Double>? {
        let near = constant.double
        // A large whole number may lie between two doubles: then the nearest stands on one side of it.
        let isExact = ValueOrder.holds(.equal, constant, .double(near))
        let isNearAbove = ValueOrder.holds(.less, constant, .double(near))
        let below = isExact || isNearAbove ? near.nextDown : near
        let above = isExact || !isNearAbove ? near.nextUp : near
        switch comparison {
        case .equal, .notEqual: return isExact ? near...near : nil
        case .less: return -.infinity...below
        case .atMost: return -.infinity...(isExact ? near : below)
        case .greater: return above ... .infinity
        case .atLeast: return (isExact ? near : above) ... .infinity
        }
    }

    static func integer(_ number: Double) -> Int64? {
        number >= -0x1p63 && number < 0x1p63 ? Int64(number) : nil
    }
}
