namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>
/// Calls that have to run to their end although the token is cancelled, by what they and the code around them are called.
/// </summary>
internal static class WorkToFinish
{
    /// <summary>What ends, takes back or settles something, and what only tells of it.</summary>
    private static readonly HashSet<string> Endings = new(StringComparer.Ordinal)
    {
        "Rollback", "Roll", "Undo", "Clean", "Cleanup", "Shutdown", "Shut", "Release", "Dispose", "Close", "Stop", "Terminate", "Kill",
        "Abort", "Cancel", "Compensate", "Revert", "Restore", "Commit", "Complete", "Ack", "Acknowledge", "Nack", "Reject", "Abandon", "Dead",
        "Unlock", "Unsubscribe", "Disconnect", "Flush", "Finish", "Finalize", "End", "Exit", "Leave", "Teardown", "Tear", "Unregister",
        "Detach", "Reset", "Drain", "Log", "Trace",
    };

    /// <summary>What must not be kept from starting, and calls that hand a token on in another way.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "Run", "StartNew", "ContinueWith", "Register", "UnsafeRegister", "WhenAny", "WithCancellation", "Yield", "FromResult",
        "FromCanceled", "FromException", "ConfigureAwait", "SwitchTo",
    };

    private static readonly HashSet<string> ClosingFunctions = new(StringComparer.Ordinal)
    {
        "Rollback", "Roll", "Undo", "Clean", "Cleanup", "Shutdown", "Shut", "Release", "Dispose", "Close", "Closing", "Closed", "Stop",
        "Stopping", "Stopped", "Terminate", "Kill", "Abort", "Cancel", "Compensate", "Revert", "Disconnect", "Flush", "Finish", "Finalize",
        "Teardown", "Tear", "Drain", "Unlock", "Exit", "Exiting",
    };

    private static readonly HashSet<string> Writes = new(StringComparer.Ordinal)
    {
        "Write", "Save", "Send", "Publish", "Update", "Insert", "Add", "Delete", "Remove", "Create", "Put", "Post", "Patch", "Upsert", "Store",
        "Set", "Commit", "Complete", "Mark", "Notify", "Append", "Upload", "Push", "Enqueue", "Move", "Copy", "Replace", "Rename", "Submit",
        "Place", "Pay", "Charge", "Transfer", "Schedule", "Emit", "Produce", "Raise", "Dispatch", "Persist", "Archive", "Assign", "Register",
        "Increment", "Print", "Reply", "Respond", "Broadcast", "Reserve", "Book", "Order", "Apply", "Approve", "Record",
    };

    private static readonly HashSet<string> Reading = new(StringComparer.Ordinal)
    {
        "Get", "Find", "List", "Read", "Load", "Query", "Search", "First", "Single", "Last", "Any", "All", "Count", "To", "Fetch", "Exists",
        "Wait", "Delay", "Download", "Receive", "Long", "Max", "Min", "Sum", "Contains", "Is", "Has", "Can", "Lookup", "Look", "Retrieve",
        "Resolve", "Evaluate", "Enumerate", "Peek",
    };

    public static bool IsNamed(string name) => Others.Contains(name) || Endings.Contains(FirstWord(name));

    /// <summary>The call sets something right, settles or takes back: what stands behind another call and counts on it.</summary>
    public static bool IsEnding(string name)
        => Endings.Contains(FirstWord(name)) || FirstWord(name) is "Off" or "Hide" or "Disable" or "Remove"
        or "Delete" or "Resume" or "Pop" or "Turn" or "Set" or "Pull";

    /// <summary>The call changes something that outlives the process, by its name.</summary>
    public static bool IsWrite(string name)
        => Writes.Contains(FirstWord(name)) || name.StartsWith("ExecuteNonQuery", StringComparison.Ordinal);

    public static bool IsPointOfNoReturn(string name)
        => FirstWord(name) is "Commit" or "Complete" or "Ack" or "Acknowledge" || name.StartsWith("SaveChanges", StringComparison.Ordinal);

    public static bool Reads(ExpressionSyntax call)
        => call is InvocationExpressionSyntax invocation && CallSyntax.CalledName(invocation) is { } name
            && Reading.Contains(FirstWord(name));

    /// <summary>
    /// The function around the call closes, stops or takes back; or the call takes what a <c>finally</c> gives back anyway.
    /// </summary>
    public static bool Contains(SyntaxNode call, string name)
    {
        bool acquires = FirstWord(name) is "Wait" or "Enter" or "Acquire" or "Lock";
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
                case MethodDeclarationSyntax method:
                    return Closes(method.Identifier.ValueText);
                case LocalFunctionStatementSyntax local when Closes(local.Identifier.ValueText):
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

    /// <summary>
    /// A comment beside the call speaks of cancellation, or stands beside a <c>CancellationToken.None</c>.
    /// </summary>
    public static bool IsMeant(ExpressionSyntax call, bool givesNone)
    {
        SyntaxNode statement = call.Ancestors().FirstOrDefault(static node
            => node is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax) ?? call;
        SyntaxToken last = call.GetLastToken();
        IEnumerable<SyntaxTrivia> trivia = statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax
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

    private static bool Speaks(string comment)
        => comment.IndexOf("cancel", StringComparison.OrdinalIgnoreCase) >= 0
            || comment.IndexOf("token", StringComparison.OrdinalIgnoreCase) >= 0
            || comment.IndexOf("interrupt", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool TestAssertionName(ArgumentSyntax argument)
        => argument.Parent?.Parent is InvocationExpressionSyntax call && CallSyntax.CalledName(call) is { } name
            && (name.IndexOf("Throw", StringComparison.Ordinal) >= 0 || name is "Catch" or "Exception" or "That");

    private static bool Closes(string function)
    {
        List<string> words = NameWords.Of(function);
        return words.Count > 0
            && (ClosingFunctions.Contains(words[0])
                || (words.Count > 1 && words[0] is "On" or "Handle" or "Try" or "Do" or "Graceful" or "Gracefully" or "Safe" or "Safely" or "Before"
                    && ClosingFunctions.Contains(words[1])));
    }

    /// <summary>Without a leading <c>Try</c>.</summary>
    private static string FirstWord(string name)
    {
        int start = name.StartsWith("Try", StringComparison.Ordinal) && name.Length > 3 && char.IsUpper(name[3]) ? 3 : 0;
        int end = start + 1;
        while (end < name.Length && !char.IsUpper(name[end]))
        {
            end++;
        }

        return end >= name.Length && start == 0 ? name : name.Substring(start, Math.Min(end, name.Length) - start);
    }
}
