import CKernels

// Which of some numbers lie between two bounds, as bits.
extension Kernels {
    /// Sets bit `i % 64` of word `i / 64` to whether value `i` lies in the range; bits behind the last value are zero.
    public func scan(
        _ values: UnsafeBufferPointer<Int64>, for range: ClosedRange<Int64>,
        into words: UnsafeMutableBufferPointer<UInt64>
    ) {
        guard let (from, to) = Self.places(values, words) else { return }
        quarry_scan_int64(features, from, values.count, range.lowerBound, range.upperBound, to)
    }

    /// A value that is no number lies in no range.
    public func scan(
        _ values: UnsafeBufferPointer<Double>, for range: ClosedRange<Double>,
        into words: UnsafeMutableBufferPointer<UInt64>
    ) {
        guard let (from, to) = Self.places(values, words) else { return }
        quarry_scan_double(features, from, values.count, range.lowerBound, range.upperBound, to)
    }

    public func scan(
        _ values: UnsafeBufferPointer<UInt16>, for range: ClosedRange<UInt16>,
        into words: UnsafeMutableBufferPointer<UInt64>
    ) {
        guard let (from, to) = Self.places(values, words) else { return }
        quarry_scan_uint16(features, from, values.count, range.lowerBound, range.upperBound, to)
    }

    /// How many bits are set.
    public func countBits(_ words: UnsafeBufferPointer<UInt64>) -> Int {
        quarry_count_bits(features, words.baseAddress, words.count)
    }

    /// Which bits are set, in order, the first of them if there are more than `most`.
    public func numbersOfBits(_ words: UnsafeBufferPointer<UInt64>, atMost most: Int) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: most) { numbers, count in
            count = quarry_number_bits(features, words.baseAddress, words.count, numbers.baseAddress, most)
        }
    }

    private static func places<Value>(
        _ values: UnsafeBufferPointer<Value>, _ words: UnsafeMutableBufferPointer<UInt64>
    ) -> (UnsafePointer<Value>, UnsafeMutablePointer<UInt64>)? {
        precondition(words.count >= (values.count + 63) / 64, "fewer words than the values need")
        guard let from = values.baseAddress, let to = words.baseAddress else { return nil }
        return (from, to)
    }
}
