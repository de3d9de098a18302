import Spreadsheets

func read(_ text: String, chunk: Int = 1 << 18) throws -> [SheetRow] {
    var reader = try CSVReader(ByteSource(text), chunk: chunk)
    var rows: [SheetRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
}

/// The code of the error that the body throws, nil if it throws none.
func errorCode(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let error as SpreadsheetError {
        return error.code
    } catch let errors as SpreadsheetErrors {
        return errors.errors.map(\.code).joined(separator: " ")
    } catch {
        return "\(error)"
    }
}

/// Numbers that a seed fixes (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
