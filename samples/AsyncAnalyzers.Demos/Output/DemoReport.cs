using AsyncAnalyzers.Demos.Measuring;
using AsyncAnalyzers.Showcase.Sources;

namespace AsyncAnalyzers.Demos.Output;

/// <summary>All that is known about a demo once it is over.</summary>
/// <param name="Demo">The demo.</param>
/// <param name="Inspection">What the rule and its code fix did.</param>
/// <param name="Result">What was measured; null where the demo was not run or did not end well.</param>
/// <param name="Problems">Each harm or repair that did not show; empty when all is well.</param>
internal sealed record DemoReport(Demo Demo, Inspection Inspection, DemoResult? Result, IReadOnlyList<string> Problems);
