using System.Diagnostics;

namespace AsyncAnalyzers.Showcase.Recording;

/// <summary>A stage that has run, as its <see cref="Activity"/> tells.</summary>
/// <param name="Owner">The demo or the program that it belongs to.</param>
/// <param name="Name">Its name.</param>
/// <param name="Start">When it began; ticks of UTC.</param>
/// <param name="End">When it ended.</param>
internal sealed record Span(string Owner, string Name, long Start, long End);
