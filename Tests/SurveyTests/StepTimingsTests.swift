import Testing

@testable import Survey

@Suite("Seconds of steps")
struct StepTimingsTests {
    private struct Failure: Error {}

    @Test("Steps stand in the order in which they ended, with what they gave handed on")
    func order() throws {
        var timings = StepTimings()
        #expect(try timings.measure("first") { 7 } == 7)
        #expect(try timings.measure("second") { "x" } == "x")
        #expect(timings.steps.map(\.name) == ["first", "second"])
        #expect(timings.steps.allSatisfy { $0.seconds >= 0 })
    }

    @Test("A step that fails is not told of, and its error goes on")
    func failure() throws {
        var timings = StepTimings()
        try timings.measure("good") {}
        #expect(throws: Failure.self) { try timings.measure("bad") { throw Failure() } }
        #expect(timings.steps.map(\.name) == ["good"])
    }

    @Test("The total is the sum of the steps, also of those that were added")
    func total() throws {
        var (timings, other) = (StepTimings(), StepTimings())
        #expect(timings.total == 0)
        try timings.measure("a") {}
        try other.measure("b") {}
        try other.measure("c") {}
        timings.append(other)
        #expect(timings.steps.map(\.name) == ["a", "b", "c"])
        #expect(timings.total == timings.steps.map(\.seconds).reduce(0, +))
    }
}
