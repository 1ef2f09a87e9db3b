import ArgumentParser
import Foundation
import RasterModel
import Survey

enum ProgressChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, plain, json, none
}
