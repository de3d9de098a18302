/// Judges' severity by additive least squares: a sheet's total is its entry's worth plus its judge's severity plus what is left
/// over. Sheets may be missing; the severities of judges who have entries in common, directly or through others, add up to zero.
///
/// The entries' worths are eliminated, which leaves one equation a judge: (D − Nᵀ E⁻¹ N) b = Nᵀ(y − ȳ), with N the sheets of
/// each judge and entry, D and E how many each has. That matrix is the Laplacian of the judges' graph, so each connected group
/// is solved with its last judge set to zero and then centred.
struct SeverityFit {
    /// By judge; nil without a sheet. Above zero: gives more than the others.
    let judges: [Double?]
    /// By entry: what its total would be from judges of no severity; nil without a sheet.
    let entries: [Double?]
    /// Whether all judges with sheets are in one group.
    let isConnected: Bool

    init(_ totals: SheetTotals) {
        var byEntry = Array(repeating: [SheetTotals.Sheet](), count: totals.entries)
        for sheet in totals.sheets { byEntry[sheet.entry].append(sheet) }
        let groups = Self.groups(byEntry, judges: totals.judges)
        var severity = [Double?](repeating: nil, count: totals.judges)
        let system = Self.system(byEntry, judges: totals.judges)
        for group in groups {
            let solved = Self.solve(group.dropLast(), system)
            let values = solved + [0]
            let mean = values.reduce(0, +) / Double(values.count)
            for (judge, value) in zip(group, values) { severity[judge] = value - mean }
        }
        judges = severity
        entries = byEntry.map { sheets in
            guard !sheets.isEmpty else { return nil }
            return sheets.reduce(0) { $0 + $1.total - (severity[$1.judge] ?? 0) } / Double(sheets.count)
        }
        isConnected = groups.count <= 1
    }

    /// Judges who are joined by entries that they have in common.
    private static func groups(_ byEntry: [[SheetTotals.Sheet]], judges: Int) -> [[Int]] {
        var leader = Array(0..<judges)
        func find(_ judge: Int) -> Int {
            var judge = judge
            while leader[judge] != judge { judge = leader[judge] }
            return judge
        }
        var hasSheet = Array(repeating: false, count: judges)
        for sheets in byEntry {
            for sheet in sheets {
                hasSheet[sheet.judge] = true
                leader[find(sheet.judge)] = find(sheets[0].judge)
            }
        }
        let members = (0..<judges).filter { hasSheet[$0] }
        return Dictionary(grouping: members, by: find).values.sorted { $0[0] < $1[0] }
    }

    private typealias System = (matrix: [[Double]], right: [Double])

    private static func system(_ byEntry: [[SheetTotals.Sheet]], judges: Int) -> System {
        var matrix = Array(repeating: [Double](repeating: 0, count: judges), count: judges)
        var right = [Double](repeating: 0, count: judges)
        for sheets in byEntry where sheets.count > 1 {
            let share = 1 / Double(sheets.count)
            let mean = sheets.reduce(0) { $0 + $1.total } * share
            for sheet in sheets {
                right[sheet.judge] += sheet.total - mean
                matrix[sheet.judge][sheet.judge] += 1
                for other in sheets { matrix[sheet.judge][other.judge] -= share }
            }
        }
        return (matrix, right)
    }

    /// Gaussian elimination with the largest pivot, over some of the judges; the matrix is positive definite there.
    private static func solve(_ chosen: ArraySlice<Int>, _ system: System) -> [Double] {
        let chosen = Array(chosen)
        let size = chosen.count
        var rows = chosen.map { judge in chosen.map { system.matrix[judge][$0] } + [system.right[judge]] }
        for column in 0..<size {
            let pivot = (column..<size).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            for row in (column + 1)..<max(size, column + 1) {
                let factor = rows[row][column] / rows[column][column]
                for place in column...size { rows[row][place] -= factor * rows[column][place] }
            }
        }
        var solution = [Double](repeating: 0, count: size)
        for row in stride(from: size - 1, through: 0, by: -1) {
            var value = rows[row][size]
            for column in (row + 1)..<max(size, row + 1) { value -= rows[row][column] * solution[column] }
            solution[row] = value / rows[row][row]
        }
        return solution
    }
}
