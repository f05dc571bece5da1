/// The randomness of one input: SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014),
/// begun from the run's seed and the input's number, so that each input can be made again by itself.
struct RandomSource: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64, iteration: UInt64) {
        state = seed
        state = next() ^ iteration &* 0xd1b5_4a32_d192_ed03
    }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    mutating func below(_ bound: Int) -> Int {
        Int.random(in: 0..<max(1, bound), using: &self)
    }

    mutating func element<Element>(of array: [Element]) -> Element {
        array[below(array.count)]
    }
}
