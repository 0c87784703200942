using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>One place of an expected diagnostic: a span in a file, or the key of a marked span.</summary>
public readonly struct DiagnosticLocation
{
    public DiagnosticLocation(FileLinePositionSpan span, DiagnosticLocationOptions options)
    {
        Span = span;
        Options = options;
    }

    public FileLinePositionSpan Span { get; }

    public DiagnosticLocationOptions Options { get; }
}

/// <summary>A diagnostic that a test expects.</summary>
public readonly struct DiagnosticResult
{
    private readonly ImmutableArray<DiagnosticLocation> _spans;

    public DiagnosticResult(string id, DiagnosticSeverity severity)
        : this(id, severity, null, null, default, DiagnosticOptions.None)
    {
    }

    public DiagnosticResult(DiagnosticDescriptor descriptor)
        : this(descriptor.Id, descriptor.DefaultSeverity, descriptor.MessageFormat, null, default, DiagnosticOptions.None)
    {
    }

    private DiagnosticResult(
        string id,
        DiagnosticSeverity severity,
        LocalizableString? messageFormat,
        object?[]? arguments,
        ImmutableArray<DiagnosticLocation> spans,
        DiagnosticOptions options,
        string? message = null)
    {
        Id = id;
        Severity = severity;
        MessageFormat = messageFormat;
        MessageArguments = arguments;
        _spans = spans;
        Options = options;
        ExplicitMessage = message;
    }

    public string Id { get; }

    public DiagnosticSeverity Severity { get; }

    public DiagnosticOptions Options { get; }

    public LocalizableString? MessageFormat { get; }

    public object?[]? MessageArguments { get; }

    public ImmutableArray<DiagnosticLocation> Spans => _spans.IsDefault ? [] : _spans;

    public bool HasLocation => !Spans.IsEmpty;

    /// <summary>The message that is expected; null where any will do.</summary>
    public string? Message
        => ExplicitMessage
        ?? (MessageArguments is null || MessageFormat is null ? null : string.Format(MessageFormat.ToString(), MessageArguments));

    private string? ExplicitMessage { get; }

    public static DiagnosticResult CompilerError(string id) => new(id, DiagnosticSeverity.Error);

    public static DiagnosticResult CompilerWarning(string id) => new(id, DiagnosticSeverity.Warning);

    public DiagnosticResult WithSeverity(DiagnosticSeverity severity)
        => new(Id, severity, MessageFormat, MessageArguments, _spans, Options, ExplicitMessage);

    public DiagnosticResult WithArguments(params object[] arguments)
        => new(Id, Severity, MessageFormat, arguments, _spans, Options, ExplicitMessage);

    public DiagnosticResult WithMessage(string? message)
        => new(Id, Severity, MessageFormat, MessageArguments, _spans, Options, message);

    public DiagnosticResult WithMessageFormat(LocalizableString messageFormat)
        => new(Id, Severity, messageFormat, MessageArguments, _spans, Options, ExplicitMessage);

    public DiagnosticResult WithOptions(DiagnosticOptions options)
        => new(Id, Severity, MessageFormat, MessageArguments, _spans, options, ExplicitMessage);

    public DiagnosticResult WithNoLocation() => new(Id, Severity, MessageFormat, MessageArguments, [], Options, ExplicitMessage);

    /// <param name="markupKey">The n of <c>{|#n:…|}</c>. The first location is the diagnostic's own, further ones are its additional locations.</param>
    /// <param name="options">Ignored but for the length.</param>
    public DiagnosticResult WithLocation(int markupKey, DiagnosticLocationOptions options = DiagnosticLocationOptions.None)
        => Append(new FileLinePositionSpan("#" + markupKey, default), options | DiagnosticLocationOptions.InterpretAsMarkupKey);

    public DiagnosticResult WithLocation(int line, int column) => WithLocation("", line, column);

    public DiagnosticResult WithLocation(string path, int line, int column)
    {
        var start = new LinePosition(line - 1, column - 1);
        return Append(new FileLinePositionSpan(path, start, start), DiagnosticLocationOptions.IgnoreLength);
    }

    public DiagnosticResult WithSpan(int startLine, int startColumn, int endLine, int endColumn)
        => WithSpan("", startLine, startColumn, endLine, endColumn);

    public DiagnosticResult WithSpan(string path, int startLine, int startColumn, int endLine, int endColumn)
        => Append(
            new FileLinePositionSpan(path, new LinePosition(startLine - 1, startColumn - 1), new LinePosition(endLine - 1, endColumn - 1)),
            DiagnosticLocationOptions.None);

    public DiagnosticResult WithSpan(FileLinePositionSpan span) => Append(span, DiagnosticLocationOptions.None);

    public override string ToString()
        => $"{Severity} {Id}{(Spans.IsEmpty ? "" : " at " + string.Join(", ", Spans.Select(span => Describe(span))))}{(Message is null ? "" : ": " + Message)}";

    internal static string Describe(DiagnosticLocation location)
        => location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey) ? location.Span.Path : Describe(location.Span);

    internal static string Describe(FileLinePositionSpan span)
        => $"{span.Path}({span.StartLinePosition.Line + 1},{span.StartLinePosition.Character + 1})-({span.EndLinePosition.Line + 1},{span.EndLinePosition.Character + 1})";

    /// <summary>With paths made absolute, marked spans looked up.</summary>
    internal DiagnosticResult Resolve(IReadOnlyDictionary<string, FileLinePositionSpan> markup, string defaultPath, Action<string> fail)
    {
        if (!HasLocation)
        {
            return this;
        }

        ImmutableArray<DiagnosticLocation>.Builder spans = ImmutableArray.CreateBuilder<DiagnosticLocation>();
        foreach (DiagnosticLocation location in Spans)
        {
            if (!location.Options.HasFlag(DiagnosticLocationOptions.InterpretAsMarkupKey))
            {
                FileLinePositionSpan span = location.Span;
                spans.Add(new DiagnosticLocation(
                    new FileLinePositionSpan(span.Path.Length == 0 ? defaultPath : SolutionState.AbsolutePath(span.Path), span.Span), location.Options));
            }
            else if (markup.TryGetValue(location.Span.Path, out FileLinePositionSpan marked))
            {
                spans.Add(new DiagnosticLocation(marked, location.Options & ~DiagnosticLocationOptions.InterpretAsMarkupKey));
            }
            else
            {
                fail($"The sources hold no markup {{|{location.Span.Path}:…|}}.");
            }
        }

        return new DiagnosticResult(Id, Severity, MessageFormat, MessageArguments, spans.ToImmutable(), Options, ExplicitMessage);
    }

    private DiagnosticResult Append(FileLinePositionSpan span, DiagnosticLocationOptions options)
        => new(Id, Severity, MessageFormat, MessageArguments, Spans.Add(new DiagnosticLocation(span, options)), Options, ExplicitMessage);
}
