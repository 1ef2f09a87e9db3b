/// Samples of one type, for example of all pixels of a band.
package enum SampleArray: Hashable, Sendable {
    case uint8([UInt8])
    case int8([Int8])
    case uint16([UInt16])
    case int16([Int16])
    case uint32([UInt32])
    case int32([Int32])
    case float32([Float])
    case float64([Double])

    /// The type of all samples.
    package var type: SampleType {
        switch self {
        case .uint8: .uint8
        case .int8: .int8
        case .uint16: .uint16
        case .int16: .int16
        case .uint32: .uint32
        case .int32: .int32
        case .float32: .float32
        case .float64: .float64
        }
    }

    /// Number of samples.
    package var count: Int {
        switch self {
        case .uint8(let samples): samples.count
        case .int8(let samples): samples.count
        case .uint16(let samples): samples.count
        case .int16(let samples): samples.count
        case .uint32(let samples): samples.count
        case .int32(let samples): samples.count
        case .float32(let samples): samples.count
        case .float64(let samples): samples.count
        }
    }

    /// The samples as doubles: exact for every type.
    package var doubles: [Double] {
        switch self {
        case .uint8(let samples): samples.map(Double.init)
        case .int8(let samples): samples.map(Double.init)
        case .uint16(let samples): samples.map(Double.init)
        case .int16(let samples): samples.map(Double.init)
        case .uint32(let samples): samples.map(Double.init)
        case .int32(let samples): samples.map(Double.init)
        case .float32(let samples): samples.map(Double.init)
        case .float64(let samples): samples
        }
    }

    /// Numbers as samples of a type, which can hold each of them (Float32: rounded once).
    package init(_ numbers: [Double], as type: SampleType) {
        self =
            switch type {
            case .uint8: .uint8(numbers.map { UInt8($0) })
            case .int8: .int8(numbers.map { Int8($0) })
            case .uint16: .uint16(numbers.map { UInt16($0) })
            case .int16: .int16(numbers.map { Int16($0) })
            case .uint32: .uint32(numbers.map { UInt32($0) })
            case .int32: .int32(numbers.map { Int32($0) })
            case .float32: .float32(numbers.map { Float($0) })
            case .float64: .float64(numbers)
            }
    }

    /// The same numbers in a type that holds each of them; the same memory where it is that type already.
    package func converted(to type: SampleType) -> SampleArray {
        type == self.type ? self : SampleArray(doubles, as: type)
    }
}
