/// A decoded image: rows from the top, one byte for grey or three for red, green and blue.
struct Pixels {
    let width: Int
    let height: Int
    let channels: Int
    var bytes: [UInt8]

    /// Upright. A step along a row and a step down of the result are each one constant step through the source.
    func turned(_ orientation: Orientation) -> Pixels {
        let (last, corner) = ((height - 1) * width, width - 1)
        let (origin, across, down): (Int, Int, Int)
        switch orientation.number {
        case 2: (origin, across, down) = (corner, -1, width)
        case 3: (origin, across, down) = (last + corner, -1, -width)
        case 4: (origin, across, down) = (last, 1, -width)
        case 5: (origin, across, down) = (0, width, 1)
        case 6: (origin, across, down) = (last, -width, 1)
        case 7: (origin, across, down) = (last + corner, -width, -1)
        case 8: (origin, across, down) = (corner, width, -1)
        default: return self
        }
        let newWidth = orientation.swapsSides ? height : width
        let newHeight = orientation.swapsSides ? width : height
        let channels = channels
        let turned = bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: source.count) { target, count in
                var place = 0
                for y in 0..<newHeight {
                    var from = (origin + y * down) * channels
                    for _ in 0..<newWidth {
                        for channel in 0..<channels { target[place + channel] = source[from + channel] }
                        place += channels
                        from += across * channels
                    }
                }
                count = place
            }
        }
        return Pixels(width: newWidth, height: newHeight, channels: channels, bytes: turned)
    }
}
