/// What a program says of a round that is to be held.
public enum RoundColumn: Int, RecordColumn {
    case regulation, level, organiser, year, name, heldOn, intakeUntil, plan

    public static let names = [
        "regulation", "level", "organiser", "year", "name", "held_on", "intake_until", "plan",
    ]
    public static let required: [RoundColumn] = [.regulation, .level, .organiser, .year, .name]
}
