import RuralIndustry
import Testing

@testable import RuralIndustry

@Suite("Near-duplicates")
struct NearDuplicateTests {
    private func likeness(_ left: String, _ right: String) -> Int {
        ComparableName(Folded(left)).likeness(to: ComparableName(Folded(right)))
    }

    @Test("words for the legal form, diacritics, case and the order of words do not tell names apart")
    func sameNames() {
        for (left, right) in [
            ("Công ty TNHH Trà Minh Họa", "CTY TNHH MTV TRÀ MINH HOẠ"),
            ("Hợp tác xã Chè Mẫu Tân Cương", "HTX Tân Cương chè mẫu"),
            ("Hộ kinh doanh Nguyễn Văn Mẫu", "Cơ sở sản xuất nguyen van mau"),
            ("Công ty trách nhiệm hữu hạn một thành viên Gốm", "Gốm"),
        ] {
            #expect(likeness(left, right) == 100, "\(left) – \(right)")
        }
        #expect(likeness("Công ty TNHH", "Công ty TNHH") == 100)
        #expect(likeness("Chè Tân Cương", "Chè Tân Cuong g") >= 80)
        #expect(likeness("Chè Tân Cương", "Gốm Bát Tràng") < 30)
    }

    @Test("likeness is the same both ways and 100 for a name and itself")
    func symmetry() {
        var samples = Samples(seed: 11)
        for _ in 0..<500 {
            let (left, right) = (samples.line(), samples.line())
            #expect(likeness(left, right) == likeness(right, left))
            #expect((0...100).contains(likeness(left, right)))
            if !Folded(left).text.isEmpty { #expect(likeness(left, left) == 100) }
        }
    }

    @Test("the score is the sum of its parts, which are told")
    func score() {
        let one = DuplicateCandidate(
            id: 1, name: "HTX Chè Mẫu", commune: 7, phone: "0912345678", address: "Xóm Mẫu 2",
            representative: "An")
        let all = DuplicateScore(
            one,
            DuplicateCandidate(
                id: 2, name: "Hợp tác xã chè mẫu", commune: 7, phone: "0912345678", address: "XOM MAU 2",
                representative: "an"))
        #expect(all.total == 100)
        #expect(all.explanation.vi == "tên 50, điện thoại 20, xã 15, địa chỉ 8, người đại diện 7")
        let name = DuplicateScore(one, DuplicateCandidate(id: 3, name: "Chè Mẫu", commune: 7))
        #expect(name.total == 65 && name.explanation.en == "name 50, commune 15")
        let nothing = DuplicateScore(one, DuplicateCandidate(id: 4, name: "Gốm", commune: nil))
        #expect(nothing.total == 0)
        // What neither has is not the same.
        let bare = DuplicateCandidate(id: 5, name: "Chè Mẫu", commune: nil)
        #expect(DuplicateScore(bare, DuplicateCandidate(id: 6, name: "Chè Mẫu", commune: nil)).total == 50)
    }

    @Test("blocks find every pair that comparing each with each finds, where they are small")
    func completeness() {
        var samples = Samples(seed: 5)
        let words = [
            "chè", "gốm", "miến", "mộc", "rèn", "tân", "cương", "an", "bình", "phú", "thọ", "hoa", "sen",
        ]
        let candidates = (1...300).map { id in
            DuplicateCandidate(
                id: Int64(id),
                name: (0...samples.int(1...3)).map { _ in samples.one(of: words) }.joined(separator: " "),
                commune: Int64(samples.int(1...6)),
                phone: samples.int(0...2) == 0 ? "09\(samples.int(100...160))" : nil,
                address: "xóm \(samples.int(1...8))")
        }
        var expected = Set<[Int64]>()
        for (position, one) in candidates.enumerated() {
            for other in candidates[(position + 1)...] where DuplicateScore(one, other).total >= 70 {
                expected.insert([one.id, other.id])
            }
        }
        let found = NearDuplicates.pairs(in: candidates, atLeast: 70)
        #expect(!expected.isEmpty && Set(found.map { [$0.first.id, $0.second.id] }) == expected)
        #expect(found.map(\.score.total) == found.map(\.score.total).sorted(by: >))
        #expect(found.count == Set(found).count)
        let one = found.first
        let touching = NearDuplicates.pairs(in: candidates, atLeast: 70, touching: [one?.first.id ?? 0])
        #expect(
            !touching.isEmpty
                && touching.allSatisfy { $0.first.id == one?.first.id || $0.second.id == one?.first.id })
    }

    @Test("many records with one name and telephone do not meet each with each")
    func largeBlock() {
        let crowd = (1...3_000).map {
            DuplicateCandidate(id: Int64($0), name: "Chè Mẫu", commune: 1, phone: "0912345678")
        }
        let pairs = NearDuplicates.pairs(in: crowd)
        #expect(pairs.count >= 2_999 && pairs.count <= 3_000 * NearDuplicates.neighbours)
    }
}
