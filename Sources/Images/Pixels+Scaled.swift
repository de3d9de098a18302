extension Pixels {
    /// No side longer than so many pixels; what is small enough stays as it is. Each new pixel is the mean of the area that it
    /// covers, in whole numbers, so that every machine makes the same of it.
    func scaled(within side: Int) -> Pixels {
        let longest = max(width, height)
        guard longest > side else { return self }
        return narrowed(to: max(1, width * side / longest)).lowered(to: max(1, height * side / longest))
    }

    private func narrowed(to newWidth: Int) -> Pixels {
        let shares = Share.all(of: width, among: newWidth)
        let rowBytes = width * channels
        var narrowed = [UInt8](repeating: 0, count: newWidth * height * channels)
        bytes.withUnsafeBufferPointer { source in
            narrowed.withUnsafeMutableBufferPointer { target in
                for y in 0..<height {
                    for (x, share) in shares.enumerated() {
                        for channel in 0..<channels {
                            var sum = 0
                            for (offset, weight) in share.weights.enumerated() {
                                let place = y * rowBytes + (share.first + offset) * channels + channel
                                sum += Int(source[place]) * weight
                            }
                            target[(y * newWidth + x) * channels + channel] = UInt8((sum + width / 2) / width)
                        }
                    }
                }
            }
        }
        return Pixels(width: newWidth, height: height, channels: channels, bytes: narrowed)
    }

    private func lowered(to newHeight: Int) -> Pixels {
        let rowBytes = width * channels
        var lowered = [UInt8](repeating: 0, count: rowBytes * newHeight)
        var sums = [Int](repeating: 0, count: rowBytes)
        bytes.withUnsafeBufferPointer { source in
            lowered.withUnsafeMutableBufferPointer { target in
                for (y, share) in Share.all(of: height, among: newHeight).enumerated() {
                    for place in 0..<rowBytes { sums[place] = height / 2 }
                    for (offset, weight) in share.weights.enumerated() {
                        let row = (share.first + offset) * rowBytes
                        for place in 0..<rowBytes { sums[place] += Int(source[row + place]) * weight }
                    }
                    for place in 0..<rowBytes { target[y * rowBytes + place] = UInt8(sums[place] / height) }
                }
            }
        }
        return Pixels(width: width, height: newHeight, channels: channels, bytes: lowered)
    }
}

/// What one of a smaller number of pixels covers of a larger number: the first of them, and how much of each, in parts of which
/// a new pixel has as many as there are old ones.
private struct Share {
    let first: Int
    let weights: [Int]

    static func all(of count: Int, among newCount: Int) -> [Share] {
        (0..<newCount).map { place in
            let (from, to) = (place * count, (place + 1) * count)
            let (first, last) = (from / newCount, (to - 1) / newCount)
            return Share(
                first: first,
                weights: (first...last).map { old in
                    min((old + 1) * newCount, to) - max(old * newCount, from)
                })
        }
    }
}
