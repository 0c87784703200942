namespace AsyncAnalyzers.Tasks;

/// <summary>The baseline cannot be made; the message tells the user why.</summary>
internal sealed class BaselineException(string message) : Exception(message);
