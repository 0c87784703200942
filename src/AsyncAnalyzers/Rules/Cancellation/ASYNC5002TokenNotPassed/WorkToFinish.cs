namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Calls that have to run to their end although the token is cancelled, by what they and the code around them are called.
/// </summary>
internal static class WorkToFinish
{
    /// <summary>What must not be kept from starting, and calls that hand a token on in another way.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "Run", "StartNew", "ContinueWith", "Register", "UnsafeRegister", "WhenAny", "WithCancellation", "Yield", "FromResult",
        "FromCanceled", "FromException", "ConfigureAwait", "SwitchTo",
    };

    public static bool IsNamed(string name) => Others.Contains(name) || Is(name, WorkKinds.Undo | WorkKinds.Ending);

    /// <summary>The call sets something right, settles or takes back: what stands behind another call and counts on it.</summary>
    public static bool IsEnding(string name)
        => Is(name, WorkKinds.Undo | WorkKinds.Removal | WorkKinds.Ending)
            || WorkNames.FirstWord(name) is "Off" or "Hide" or "Disable" or "Resume" or "Pop" or "Turn" or "Set" or "Pull";

    /// <summary>The call changes something that outlives the process, by its name.</summary>
    public static bool IsWrite(string name)
        => Is(name, WorkKinds.State | WorkKinds.Message | WorkKinds.Removal | WorkKinds.Change)
            || name.StartsWith("ExecuteNonQuery", StringComparison.Ordinal);

    /// <summary>
    /// The call hands work to others, who do it later, by its name: <c>StartJob</c>, <c>RunAfterCurrent</c>, <c>TriggerBuildAsync</c>.
    /// </summary>
    public static bool IsDispatch(string name)
    {
        List<string> words = NameWords.Of(name);
        return words.Count > 0
            && (words[0] is "Queue" or "Requeue" or "Trigger" or "Fire" or "Begin" or "Launch" or "Kick" or "Signal" or "Defer"
            || (words[0] is "Start" or "Run" && words.Count > 1 && words.Exists(static word
                => word is "Job" or "Jobs" or "After" or "Later" or "Background" or "Next" or "Timer")));
    }

    public static bool IsPointOfNoReturn(string name)
        => Is(name, WorkKinds.Settlement) || name.StartsWith("SaveChanges", StringComparison.Ordinal);

    public static bool Reads(ExpressionSyntax call)
        => call is InvocationExpressionSyntax invocation && CallSyntax.CalledName(invocation) is { } name && Is(name, WorkKinds.Read);

    /// <summary>
    /// The function around the call closes, stops or takes back; or the call takes what a <c>finally</c> gives back anyway.
    /// </summary>
    public static bool Contains(SyntaxNode call, string name)
    {
        bool acquires = WorkNames.FirstWord(name) is "Wait" or "Enter" or "Acquire" or "Lock";
        for (SyntaxNode? current = call.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case CatchClauseSyntax or FinallyClauseSyntax or LockStatementSyntax:
                    return true;
                case TryStatementSyntax { Finally: not null } @try when acquires && @try.Block.Span.Contains(call.Span)
                    && @try.Finally.Descendants().Any(static node => node is SimpleNameSyntax
                    {
                        Identifier.ValueText: "Release" or "Exit" or "Unlock" or "Dispose"
                    }):
                    return true;
                case MethodDeclarationSyntax { Identifier.ValueText: var method }:
                    return WorkNames.IsClosing(method) || (BeginsWork(method) && Lasts(name));
                case LocalFunctionStatementSyntax local when WorkNames.IsClosing(local.Identifier.ValueText):
                    return true;
                case DestructorDeclarationSyntax:
                    return true;
                case AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax argument } when TestAssertionName(argument):
                    return true;
                case MemberDeclarationSyntax and not GlobalStatementSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The token of <c>StartAsync</c> ends the start, and not the work that it begins.</summary>
    private static bool BeginsWork(string function)
        => function is "Start" or "StartAsync" or "OnStart" or "OnStartAsync" or "StartingAsync" or "StartedAsync";

    private static bool Lasts(string name)
        => NameWords.Of(name) is { Count: > 0 } words
            && (words[0] is "Run" or "Listen" or "Serve" or "Execute" or "Consume" or "Monitor" or "Watch"
                || words.Exists(static word => word == "Loop"));

    /// <summary>
    /// A comment beside the call speaks of cancellation, or stands beside a <c>CancellationToken.None</c>.
    /// </summary>
    public static bool IsMeant(ExpressionSyntax call, bool givesNone)
    {
        SyntaxNode statement = call.Ancestors().FirstOrDefault(static node
            => node is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax) ?? call;
        SyntaxToken last = call.GetLastToken();
        IEnumerable<SyntaxTrivia> trivia = statement
            is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax
            ? statement.DescendantTrivia()
            : statement.GetLeadingTrivia().Concat(call.DescendantTrivia()).Concat(last.TrailingTrivia)
                .Concat(last.GetNextToken().TrailingTrivia);
        // Also what stands behind the brace of the block.
        SyntaxToken before = statement.GetFirstToken().GetPreviousToken();
        foreach (SyntaxTrivia one in before.IsKind(SyntaxKind.OpenBraceToken) ? trivia.Concat(before.TrailingTrivia) : trivia)
        {
            if (one.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
                && (givesNone || Speaks(one.ToString())))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// A branch of <c>#if</c> beside the call, which another framework compiles, gives the same method a token.
    /// </summary>
    public static bool IsGivenTokenInOtherBuild(InvocationExpressionSyntax call, string name)
        => ConditionalBranches.CallsBeside(call, name).Any(NamesToken) || ConditionalBranches.Within(call).Any(NamesToken);

    private static bool NamesToken(string code)
        => code.IndexOf("oken", StringComparison.Ordinal) >= 0 || code.IndexOf("ancel", StringComparison.Ordinal) >= 0
            || code.Split(' ', ',', '(', ')', '.', ':', '\r', '\n', '\t').Contains("ct");

    private static bool Speaks(string comment)
        => comment.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0
            || comment.IndexOf("token", StringComparison.OrdinalIgnoreCase) >= 0
            || comment.IndexOf("interrupt", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool TestAssertionName(ArgumentSyntax argument)
        => argument.Parent?.Parent is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
            && (name.IndexOf("Throw", StringComparison.Ordinal) >= 0 || name is "Catch" or "Exception" or "That");

    private static bool Is(string name, WorkKinds kinds) => (WorkNames.KindsOf(name) & kinds) != 0;
}
