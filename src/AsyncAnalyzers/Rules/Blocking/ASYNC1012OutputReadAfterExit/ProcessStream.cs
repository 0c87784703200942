namespace AsyncAnalyzers.Rules.Blocking;

/// <summary>What an operation does with the streams of one process, also what of them nobody has read yet.</summary>
[Flags]
internal enum ProcessStream
{
    None = 0,
    Output = 1,
    Error = 2,
    Both = Output | Error,
}

internal static class ProcessStreams
{
    public const string Output = "StandardOutput";
    public const string Error = "StandardError";

    /// <summary>The name of the property.</summary>
    public static string NameOf(ProcessStream stream) => stream == ProcessStream.Output ? Output : Error;

    /// <summary>The stream that a member of <c>Process</c> gives, or begins to read.</summary>
    public static ProcessStream ReadBy(string member) => member switch
    {
        Output or "BeginOutputReadLine" => ProcessStream.Output,
        Error or "BeginErrorReadLine" => ProcessStream.Error,
        _ => ProcessStream.None,
    };

    /// <summary>The stream that a property of <c>ProcessStartInfo</c> redirects.</summary>
    public static ProcessStream RedirectedBy(string property) => property switch
    {
        "RedirectStandardOutput" => ProcessStream.Output,
        "RedirectStandardError" => ProcessStream.Error,
        _ => ProcessStream.None,
    };
}
