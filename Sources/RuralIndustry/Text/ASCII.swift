extension UInt8 {
    /// `0`–`9`; other scripts' digits are no digits to codes and numbers here.
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var lowercasedASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self + 32 : self
    }
}

extension String {
    /// True if there is something, all of it `0`–`9`.
    var isDigits: Bool { !isEmpty && utf8.allSatisfy(\.isDigit) }
}
