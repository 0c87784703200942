namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>Signs that whoever wrote the code knows that it runs under a lock, or that what is called has no interest in locks.</summary>
internal static class KnownBehavior
{
    private static readonly HashSet<string> LockOrLogWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "Lock", "Locked", "Locks", "Synchronized", "Exclusive", "Atomic", "Atomically", "Log", "Logs", "Logger", "Logged", "Logging",
        "Trace", "Tracer", "Debug", "Diagnostic", "Diagnostics",
    };

    private static readonly HashSet<string> OperationWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "Write", "Print", "Compare", "Comparer", "Comparison", "Predicate", "Filter", "Selector", "Factory", "Creator", "Hash", "Clock",
        "Reset", "Initialize", "Initializer", "Setter", "Configure",
        // A hook that tests set: _failureHookForTests.
        "Test", "Tests", "Testing",
    };

    private static readonly HashSet<string> NotificationWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "Callback", "Callbacks", "Continuation", "Handler", "Listener", "Observer", "Subscriber", "On", "Completed", "Completion", "Notify",
        "Progress", "Done", "Changed", "Received", "Closed", "Raise", "Event", "Subscription", "Subscribers", "Handlers", "Listeners",
    };

    private static readonly HashSet<string> PaceWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "Limit", "Limiter", "Throttle", "Throttler", "Throttled", "Throttling", "Pace", "Pacer", "Rate", "Retry", "Retries", "Retrying",
        "Backoff",
    };

    /// <summary>The name says that a lock is held, or that the code logs.</summary>
    public static bool IsNamed(string name) => NameWords.Of(name).Exists(LockOrLogWords.Contains);

    /// <summary>The name of a delegate says that it is an operation of the type on its own data, or one of the above.</summary>
    public static bool IsNamedAsOperation(string name)
        => NameWords.Of(name).Exists(static word => LockOrLogWords.Contains(word) || OperationWords.Contains(word));

    /// <summary>The name says that somebody is told something.</summary>
    public static bool IsNamedAsNotification(string name) => NameWords.Of(name).Exists(NotificationWords.Contains);

    /// <summary>The function or its type says that it makes its callers slower, or tries again: others are to wait too.</summary>
    public static bool SetsThePace(SyntaxNode place)
        => place.Ancestors().Any(static around => around switch
        {
            MethodDeclarationSyntax method => NameWords.Of(method.Identifier.ValueText).Exists(PaceWords.Contains),
            BaseTypeDeclarationSyntax type => NameWords.Of(type.Identifier.ValueText).Exists(PaceWords.Contains),
            _ => false,
        });

    /// <summary>A comment of the statement speaks of a lock.</summary>
    public static bool IsMentioned(SyntaxNode place)
        => place.FirstAncestorOrSelf<StatementSyntax>() is { } statement
            && (SpeaksOfLock(statement.GetLeadingTrivia()) || SpeaksOfLock(statement.GetTrailingTrivia()));

    /// <summary>The declaration says so, by its name or a comment.</summary>
    public static bool IsDeclaredFor(ISymbol member, CancellationToken cancellationToken)
        => (member is IEventSymbol ? IsNamed(member.Name) : IsNamedAsOperation(member.Name)) || member.DeclaringSyntaxReferences.Any(part
            => part.GetSyntax(cancellationToken).FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } declaration
                && declaration is BaseFieldDeclarationSyntax or BasePropertyDeclarationSyntax
                && SpeaksOfLock(declaration.GetLeadingTrivia()));

    private static bool SpeaksOfLock(SyntaxTriviaList trivia)
    {
        foreach (SyntaxTrivia one in trivia)
        {
            if (one.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                    or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
                && HasWordLock(one.ToFullString()))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"lock" as the start of a word: not "block", not "clock".</summary>
    private static bool HasWordLock(string text)
    {
        for (int at = text.IndexOf("lock", StringComparison.OrdinalIgnoreCase); at >= 0;
            at = text.IndexOf("lock", at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || !char.IsLetter(text[at - 1]))
            {
                return true;
            }
        }

        return false;
    }
}
