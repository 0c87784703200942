namespace AsyncAnalyzers.Tasks;

/// <summary>A rule that is a suggestion in one file.</summary>
/// <param name="Path">The full path of the file.</param>
/// <param name="Id">The rule.</param>
internal readonly record struct LoweredRule(string Path, string Id);
