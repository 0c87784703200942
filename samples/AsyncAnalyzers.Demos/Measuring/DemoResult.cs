namespace AsyncAnalyzers.Demos.Measuring;

/// <summary>What running both halves of a demo has shown.</summary>
/// <param name="Measurements">What was measured.</param>
/// <param name="Verdict">One sentence that says what the numbers mean.</param>
internal sealed record DemoResult(IReadOnlyList<Measurement> Measurements, string Verdict);
