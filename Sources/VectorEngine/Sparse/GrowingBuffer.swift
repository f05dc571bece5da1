/// Numbers one after the other in memory of their own, without the checks that an array makes at each step.
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 64) {
        self.capacity = max(capacity, 1)
        base = .allocate(capacity: self.capacity)
    }

    /// Some equal values.
    init(repeating value: Element, count: Int) {
        self.init(capacity: count)
        base.update(repeating: value, count: count)
        self.count = count
    }

    deinit {
        base.deallocate()
    }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count)
            return base[index]
        }
        nonmutating set {
            assert(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    var values: UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(start: base, count: count)
    }

    var byteCount: Int {
        capacity * MemoryLayout<Element>.stride
    }

    @inline(__always)
    mutating func append(_ value: Element) {
        if count == capacity { grow(to: count + 1) }
        base[count] = value
        count += 1
    }

    mutating func append(contentsOf values: UnsafeBufferPointer<Element>) {
        guard let start = values.baseAddress else { return }
        reserve(values.count)
        (base + count).update(from: start, count: values.count)
        count += values.count
    }

    mutating func append(repeating value: Element, count added: Int) {
        reserve(added)
        (base + count).update(repeating: value, count: added)
        count += added
    }

    /// Makes room for some more.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(to: count + more) }
    }

    mutating func removeAll() {
        count = 0
    }

    mutating func truncate(to kept: Int) {
        assert(kept <= count)
        count = kept
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        capacity = max(needed, capacity * 2)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        larger.update(from: base, count: count)
        base.deallocate()
        base = larger
    }
}
