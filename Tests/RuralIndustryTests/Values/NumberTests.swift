import RuralIndustry
import Testing

@Suite("Numbers as people write them")
struct NumberTests {
    @Test("every percentage is printed and read back, with a point or a comma")
    func percentRoundTrip() throws {
        for hundredths in 0...10_000 {
            let percent = try #require(Percent(hundredths: hundredths))
            let comma = String(percent.text.map { $0 == "." ? "," : $0 })
            let plain = try Percent(percent.text)
            let vietnamese = try Percent(comma, .vietnamese)
            #expect(plain == percent && vietnamese == percent)
        }
    }

    @Test(
        "percentages outside 0…100, with three decimals or in the wrong notation are refused",
        arguments: ["100.01", "101", "-1", "8.555", "8.", ".5", "8,5", "", "1e1", "٣", "8.5%", "1000"])
    func percentRefused(text: String) {
        #expect(codes { try Percent(text) } == ["percent-unreadable"])
    }

    @Test("62.50 and 62.5 are the same share")
    func percentDecimals() throws {
        #expect(try Percent("62.50") == Percent("62.5"))
        #expect(try Percent("62.05").hundredths == 6_205)
        #expect(try Percent("062.5").text == "62.5")
    }

    @Test(
        "amounts are plain digits: grouped ones are refused, not guessed at",
        arguments: ["1.500.000", "1,500,000", "1 500 000", "-5", "1.5", "", "5đ", "１２"])
    func amountRefused(text: String) {
        #expect(codes { try VND(text, .vietnamese) } == ["number-unreadable"])
    }

    @Test("amounts are printed and read back; what no column could hold is refused")
    func amounts() throws {
        var samples = Samples(seed: 3)
        for _ in 0..<500 {
            let amount = try #require(VND(Int64(samples.int(0...1_000_000_000_000))))
            #expect(try VND(amount.text) == amount)
        }
        #expect(try VND(String(VND.largest)).amount == VND.largest)
        #expect(codes { try VND("1000000000000000001") } == ["number-too-large"])
        #expect(codes { try VND(String(repeating: "9", count: 60)) } == ["number-too-large"])
    }
}
