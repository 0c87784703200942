namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// A method that does nothing but wait for the asynchronous one beside it: its callers await that one. A method that is not public API
/// has then had its day.
/// </summary>
internal static class AsynchronousTwin
{
    /// <summary>Null where the method does more, is bound by a contract, or has a caller that cannot await.</summary>
    public static async Task<Repair?> FindAsync(
        MethodDeclarationSyntax declaration,
        IMethodSymbol method,
        IMethodSymbol twin,
        BlockingWait wait,
        RepairRequest request,
        CancellationToken cancellationToken)
    {
        if (method.IsVirtual || method.IsOverride || method.IsAbstract || method.IsGenericMethod || !method.GetAttributes().IsEmpty
            || declaration.Parent is not TypeDeclarationSyntax type || type.Modifiers.Any(SyntaxKind.PartialKeyword)
            || method.ContainingType.AllInterfaces.SelectMany(implemented => implemented.GetMembers())
                .Any(member
                    => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
            || !OnlyWaitsFor(declaration, method, twin, wait, request, cancellationToken)
            || await AwaitedUses.FindAsync(method, request.Document, node
                => CallAt(node, declaration, twin), cancellationToken).ConfigureAwait(false) is not { Count: > 0 } uses)
        {
            return null;
        }

        int index = type.Members.IndexOf(declaration);
        IReadOnlyList<NodeEdit> edits = AsyncSignature.IsPublicApi(method, request.ModelFor(cancellationToken))
            ? Array.Empty<NodeEdit>()
            : new NodeEdit[] { new(request.Document.Id, type, rewritten => Without((TypeDeclarationSyntax)rewritten, index)) };
        Phrase title = $"Let the callers await '{twin.Name}'";
        return new Repair(
            RepairTitle.WithPublicApi(title, uses.ChangesPublicApi),
            uses.ChangesPublicApi ? ASYNC1003SyncOverAsyncCodeFix.PublicApiKey : ASYNC1003SyncOverAsyncCodeFix.Key,
            ct => uses.ApplyAsync(edits, use => Renamed((InvocationExpressionSyntax)use, twin.Name), ct));
    }

    /// <summary><c>Get(x) => GetAsync(x).Result</c>, also with a token that is never cancelled.</summary>
    private static bool OnlyWaitsFor(
        MethodDeclarationSyntax declaration, IMethodSymbol method, IMethodSymbol twin, BlockingWait wait, RepairRequest request,
        CancellationToken cancellationToken)
    {
        ExpressionSyntax? only = FunctionSyntax.Body(declaration) switch
        {
            ExpressionSyntax expression => expression,
            BlockSyntax { Statements: { Count: 1 } statements } when statements[0] is ReturnStatementSyntax { Expression: { } returned }
                => returned,
            BlockSyntax { Statements: { Count: 1 } statements } when statements[0] is ExpressionStatementSyntax { Expression: { } called }
                => called,
            _ => null,
        };
        if (only is null || CallSyntax.WalkDownParentheses(only) != wait.Expression || wait.Task is null
            || WaitReplacement.LimitsOf(wait, request.Types) > 0
            || CallSyntax.WithoutConfiguration(wait.Task) is not InvocationExpressionSyntax call
            || call.Expression is not (SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            || !SymbolEqualityComparer.Default.Equals(CallSyntax.MethodOf(call, request.ModelFor(cancellationToken)), twin)
            || twin.Parameters.Skip(method.Parameters.Length).Any(added => !added.IsOptional))
        {
            return false;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        for (int index = 0; index < arguments.Count; index++)
        {
            bool isHandedOn = index < method.Parameters.Length
                ? SymbolEqualityComparer.Default.Equals(
                    request.Model.GetSymbolInfo(arguments[index].Expression, cancellationToken).Symbol, method.Parameters[index])
                : arguments[index].Expression is LiteralExpressionSyntax or DefaultExpressionSyntax
                    or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" };
            if (arguments[index].NameColon is not null || !isHandedOn)
            {
                return false;
            }
        }

        return arguments.Count >= method.Parameters.Length;
    }

    /// <summary>Not a call by the method itself or by the asynchronous one, which would call itself.</summary>
    private static (ExpressionSyntax? Use, bool IsKnown) CallAt(SyntaxNode node, MethodDeclarationSyntax declaration, IMethodSymbol twin)
        => node is SimpleNameSyntax { Parent: not MemberBindingExpressionSyntax } name && CallSyntax.InvocationOf(name) is { } call
            && !call.Ancestors().OfType<MethodDeclarationSyntax>().Any(around => around.Identifier.ValueText == twin.Name
                || around.Span == declaration.Span
                && around.SyntaxTree == declaration.SyntaxTree)
                ? (call, true)
                : (null, false);

    private static InvocationExpressionSyntax Renamed(InvocationExpressionSyntax call, string name)
    {
        SimpleNameSyntax called = call.Expression as SimpleNameSyntax ?? ((MemberAccessExpressionSyntax)call.Expression).Name;
        return call.ReplaceNode(called, called.WithIdentifier(Identifier(name).WithTriviaFrom(called.Identifier)));
    }

    private static TypeDeclarationSyntax Without(TypeDeclarationSyntax type, int index) => type.WithMembers(type.Members.RemoveAt(index));
}
