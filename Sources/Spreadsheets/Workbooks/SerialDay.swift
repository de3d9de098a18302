/// Days as spreadsheets count them.
enum SerialDay {
    /// From which day a workbook counts.
    enum Epoch {
        /// 1 is 1900-01-01, and 60 the 29th of February 1900, which never was.
        case from1900
        /// 0 is 1904-01-01, as old Macintosh workbooks have it.
        case from1904
    }

    /// The ISO day of a serial in plain decimal text. A time of day is left out, but less than half a second before
    /// midnight is the next day, as shown. Nil for a time without a day, and for what is no day.
    static func iso(_ plain: String, _ epoch: Epoch) -> String? {
        let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
        guard let first = parts.first, var serial = Int(first), serial >= 0 else { return nil }
        if parts.count > 1 {
            let nine = parts[1].utf8.prefix(9)
            guard var billionths = Int(String(decoding: Array(nine), as: UTF8.self)) else { return nil }
            for _ in nine.count..<9 { billionths *= 10 }
            if (billionths * 86_400 + 500_000_000) / 1_000_000_000 >= 86_400 { serial += 1 }
        }
        switch epoch {
        case .from1900:
            guard (1...2_958_465).contains(serial), serial != 60 else { return nil }
            // 25569 is 1970-01-01; before the day that never was, serials are one less.
            return civil(daysSince1970: serial - 25_569 + (serial < 60 ? 1 : 0))
        case .from1904:
            guard serial <= 2_957_003 else { return nil }
            return civil(daysSince1970: serial - 24_107)
        }
    }

    /// The serial in the 1900 system of an ISO day from 1900-03-01 on; nil for other texts and earlier days, which
    /// programs disagree about.
    static func serial(iso: String) -> Int? {
        let bytes = Array(iso.utf8)
        guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for byte in bytes[range] {
                guard (0x30...0x39).contains(byte) else { return nil }
                value = value * 10 + Int(byte) - 0x30
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), year >= 1900,
            (1...12).contains(month)
        else { return nil }
        let serial = daysSince1970(year, month, day) + 25_569
        return serial > 60 && civil(daysSince1970: serial - 25_569) == iso ? serial : nil
    }

    // Howard Hinnant, "chrono-compatible low-level date algorithms".

    private static func civil(daysSince1970: Int) -> String {
        let z = daysSince1970 + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfYear - (153 * shifted + 2) / 5 + 1, 2))"
    }

    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
