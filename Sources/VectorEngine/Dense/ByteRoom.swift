import Matrices

/// Rows turned into bytes, for a while. Owned by one worker at a time.
final class ByteRoom {
    let capacity: Int
    let width: Int
    let numbers: AlignedRoom<Float>
    let bytes: AlignedRoom<Int8>
    let scales: AlignedRoom<Float>
    let sums: AlignedRoom<Int32>
    let numberStride: Int
    let stride: Int

    init(capacity: Int, width: Int) {
        self.capacity = capacity
        self.width = width
        numberStride = NumberRows.stride(width: width)
        stride = ByteRows.stride(width: width)
        numbers = AlignedRoom(capacity * numberStride)
        bytes = AlignedRoom(capacity * stride)
        scales = AlignedRoom(capacity)
        sums = AlignedRoom(capacity)
    }

    var rows: ByteRows {
        ByteRows(bytes: bytes.base, stride: stride, scales: scales.base, sums: sums.base)
    }

    func number(_ row: Int) -> UnsafeMutablePointer<Float> {
        numbers.base + row * numberStride
    }

    /// Turns the first rows of numbers into bytes.
    func convert(_ count: Int, kernels: Kernels) {
        kernels.toBytes(
            numbers.base, stride: numberStride, count: count, width: width, bytes: bytes.base, scales: scales.base,
            sums: sums.base)
    }
}
