namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>Clean-up by the first word of a name.</summary>
internal static class CleanupName
{
    /// <summary>Takes back, closes, gives back or removes.</summary>
    public const WorkKinds Undo = WorkKinds.Undo | WorkKinds.Removal;

    /// <summary>That, and records where the work has come to.</summary>
    public const WorkKinds Records = Undo | WorkKinds.State;

    /// <summary>That, and tells others.</summary>
    public const WorkKinds All = Records | WorkKinds.Message;

    /// <summary>What of it the name says.</summary>
    public static WorkKinds KindsOf(string name) => WorkNames.KindsOf(name) & All;

    /// <summary>Writes out what is left of work that was stopped in the middle: whether that is missed, the caller knows.</summary>
    public static bool IsFlush(string name) => WorkNames.FirstWord(name) == "Flush";

    /// <summary>Keeps what the work has made, or what has failed.</summary>
    public static bool IsSaving(string name) => WorkNames.FirstWord(name) is "Save" or "Persist" or "Store" or "Write";

    /// <summary>The code has a call, outside of inner functions, that is named like clean-up and may be given a token.</summary>
    public static bool MayBeCalledIn(SyntaxNode code)
    {
        foreach (SyntaxNode node in code.DescendantsAndSelf(static node => !FunctionSyntax.IsFunction(node)))
        {
            if (node is InvocationExpressionSyntax call && MayTakeToken(call)
                && CallSyntax.CalledName(call) is { } name && KindsOf(name) != WorkKinds.None)
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
}
