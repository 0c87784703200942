namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// <c>BackgroundService.ExecuteAsync</c> runs beside the requests: what it updates, they may update by another member of the same object.
/// </summary>
internal static class HostedWork
{
    private const string Entry = "ExecuteAsync";

    /// <summary>What requests do to the state while the work of the host updates it; null where nothing is seen.</summary>
    /// <param name="update">An update in the work.</param>
    /// <param name="function">The function around it.</param>
    /// <param name="state">What it updates.</param>
    /// <param name="context">The tree.</param>
    public static Conflict? ConflictOf(StateUpdate update, SyntaxNode function, StatePath state, RuleContext context)
    {
        if (state is not { IsOfVariable: false, IsDirect: true } || function is not MethodDeclarationSyntax method
            || function.Parent is not TypeDeclarationSyntax type || !IsBehindAwaitOfWork(update.Node, method, type)
            || !IsOneWithRequests(state, type.Identifier.ValueText, context))
        {
            return null;
        }

        foreach (MemberDeclarationSyntax member in type.Members)
        {
            if (member is FieldDeclarationSyntax or BaseTypeDeclarationSyntax or ConstructorDeclarationSyntax || member == method
                || IsWork(member))
            {
                continue;
            }

            foreach (ExpressionSyntax write in state.MentionsAmong(member.Descendants(), context.Model).Where(Writes.IsWritten))
            {
                if (FunctionSyntax.Enclosing(write) is { } other && RequestInto(other, context.Model) is { } caller
                    && LockSets.At(write, context.Model).IsEmpty)
                {
                    return new(write.GetLocation(), $"requests write it by '{caller}' ({SourceLine.Of(write)})");
                }
            }
        }

        return null;
    }

    /// <summary>The method by which requests get into the function; null where none is seen.</summary>
    private static string? RequestInto(SyntaxNode function, CodeModel model)
    {
        foreach (IMethodSymbol caller in VisibleCallers.Of(function, model))
        {
            if (caller.Name != Entry && RequestCode.CallOf(caller, model) is not null)
            {
                return caller.Name;
            }
        }

        return null;
    }

    /// <summary>
    /// Static, or of the one object that the host runs and requests are given. <c>AddHostedService&lt;T&gt;()</c> makes one for the host
    /// alone.
    /// </summary>
    private static bool IsOneWithRequests(StatePath state, string type, RuleContext context)
    {
        Compilation compilation = context.Model.Compilation;
        bool isOwn = Registrations.NameOwnOfHost(type, compilation, context.CancellationToken);
        bool isSingleton = Registrations.NameSingleton(type, compilation, context.CancellationToken);
        return state.Root.IsStatic ? isOwn || isSingleton : isSingleton && !isOwn;
    }

    /// <summary>
    /// Before its first await the work may run before the first request does. Under-approximates: code that the work calls is followed one
    /// call far.
    /// </summary>
    private static bool IsBehindAwaitOfWork(SyntaxNode place, MethodDeclarationSyntax method, TypeDeclarationSyntax type)
    {
        if (IsWork(method))
        {
            return IsBehindAwait(place, method);
        }

        return type.Members.FirstOrDefault(IsWork) is MethodDeclarationSyntax work && FunctionSyntax.Body(work) is { } body
            && FunctionSyntax.OwnNodes(body).Any(node => node is InvocationExpressionSyntax call
                && call.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                && CallSyntax.CalledName(call) == method.Identifier.ValueText && IsBehindAwait(call, work));
    }

    private static bool IsWork(MemberDeclarationSyntax member)
        => member is MethodDeclarationSyntax { Identifier.ValueText: Entry } method && method.Modifiers.Any(SyntaxKind.OverrideKeyword);

    private static bool IsBehindAwait(SyntaxNode place, MethodDeclarationSyntax method)
        => FunctionSyntax.Body(method) is { } body && new ConcurrentBody(method, body, method, null).IsBehindAwait(place);
}
