namespace AsyncAnalyzers.Rules.Unobserved;

/// <summary>One of two completions of a source, with what is known of it.</summary>
internal sealed record CompletionSide(SourceCompletion Completion, CompletionRun Run, CompletionOrigin Origin, CodeModel Model);
