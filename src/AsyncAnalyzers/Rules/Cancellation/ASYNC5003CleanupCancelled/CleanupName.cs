namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>What a call does by its name, as far as that matters when work has been stopped.</summary>
[Flags]
internal enum CleanupKind
{
    None = 0,

    /// <summary>Takes back, closes or gives back: <c>RollbackAsync</c>, <c>ReleaseAsync</c>, <c>DeleteAsync</c>.</summary>
    Undo = 1,

    /// <summary>Records where the work has come to: <c>SaveAsync</c>, <c>MarkFailedAsync</c>.</summary>
    State = 2,

    /// <summary>Tells others: <c>SendAsync</c>, <c>PublishAsync</c>.</summary>
    Message = 4,
}

/// <summary>Clean-up by the first word of a name.</summary>
internal static class CleanupName
{
    private static readonly Dictionary<string, CleanupKind> Words = new(StringComparer.Ordinal);

    static CleanupName()
    {
        Add(
            CleanupKind.Undo,
            "Abandon", "Abort", "Clean", "Cleanup", "Close", "Compensate", "Delete", "Deregister", "Destroy", "Detach", "Discard",
            "Disconnect", "Dispose", "Drop", "Free", "Kill", "Leave", "Logoff", "Logout", "Nack", "Purge", "Quit", "Reject", "Release",
            "Remove", "Requeue", "Restore", "Revert", "Roll", "Rollback", "Shut", "Shutdown", "Stop", "Tear", "Teardown", "Terminate",
            "Undo", "Unlock", "Unregister", "Unsubscribe");
        Add(
            CleanupKind.State,
            "Ack", "Acknowledge", "Change", "Commit", "Complete", "Fail", "Finish", "Flush", "Mark", "Persist", "Save", "Set", "Store",
            "Update");
        Add(CleanupKind.Message, "Broadcast", "Notify", "Post", "Publish", "Reply", "Report", "Respond", "Send", "Write");
    }

    /// <summary>The kind by the first word, behind <c>Try</c> and <c>Execute</c>: of <c>TryRollbackAsync</c> that of Rollback.</summary>
    public static CleanupKind KindOf(string name)
    {
        int start = 0;
        while (true)
        {
            int end = start + 1;
            while (end < name.Length && !char.IsUpper(name[end]))
            {
                end++;
            }

            if (end <= start || start >= name.Length)
            {
                return CleanupKind.None;
            }

            string word = name.Substring(start, end - start);
            if (word is not ("Try" or "Execute"))
            {
                return Words.TryGetValue(word, out CleanupKind kind) ? kind : CleanupKind.None;
            }

            start = end;
        }
    }

    /// <summary>The code has a call, outside of inner functions, that is named like clean-up and may be given a token.</summary>
    public static bool MayBeCalledIn(SyntaxNode code)
    {
        foreach (SyntaxNode node in code.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)))
        {
            if (node is InvocationExpressionSyntax call && MayTakeToken(call)
                && CallSyntax.CalledName(call) is { } name && KindOf(name) != CleanupKind.None)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An argument is a name or a path of names, the last of which may be that of the token.</summary>
    public static bool MayTakeToken(InvocationExpressionSyntax call, Func<string, bool>? mayBeToken = null)
    {
        foreach (ArgumentSyntax argument in call.ArgumentList.Arguments)
        {
            SimpleNameSyntax? last = argument.Expression switch
            {
                IdentifierNameSyntax name => name,
                MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression, Name: var name } => name,
                _ => null,
            };
            if (last is not null && mayBeToken?.Invoke(last.Identifier.ValueText) != false)
            {
                return true;
            }
        }

        return false;
    }

    private static void Add(CleanupKind kind, params string[] words)
    {
        foreach (string word in words)
        {
            Words.Add(word, kind);
        }
    }
}
