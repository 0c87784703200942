namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>
/// What follows the first wait, the wait included, is done by the factory, on the object that the constructor has made so far.
/// </summary>
internal sealed class AwaitedRest(ConstructorSplit split)
{
    /// <summary>Null where the rest needs a local of the constructor, or sets what only a constructor may.</summary>
    public AsynchronousConstructor? TrySplit()
    {
        int first = split.Body.Statements.IndexOf(split.Body.Statements.First(split.HasWait));
        List<StatementSyntax> moved = split.Body.Statements.Skip(first).ToList();
        var locals = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (StatementSyntax statement in split.Body.Statements.Take(first))
        {
            foreach (SyntaxNode node in statement.DescendantNodes().Where(node
                => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax))
            {
                if (split.Model.GetDeclaredSymbol(node, split.CancellationToken) is { } local)
                {
                    locals.Add(local);
                }
            }
        }

        var own = new Dictionary<SyntaxNode, Func<SyntaxNode, SyntaxNode>>();
        foreach (SyntaxNode node in moved.SelectMany(statement => statement.DescendantNodes()))
        {
            if (node is ThisExpressionSyntax)
            {
                own.Add(node, rewritten => IdentifierName(AsynchronousConstructor.Created).WithTriviaFrom(rewritten));
            }
            else if (node is SimpleNameSyntax name && split.Model.GetSymbolInfo(name, split.CancellationToken).Symbol is { } symbol)
            {
                if (locals.Contains(symbol) || (symbol is IParameterSymbol && Writes.IsWritten(name)))
                {
                    return null;
                }

                if (ConstructorSplit.IsOwnInstanceMember(name, symbol))
                {
                    if (Writes.IsWritten(name) && !CanBeSetOutside(symbol))
                    {
                        return null;
                    }

                    own.Add(node, rewritten
                        => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(AsynchronousConstructor.Created),
                            ((SimpleNameSyntax)rewritten).WithoutTrivia()).WithTriviaFrom(rewritten));
                }
                else if (name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access
                    && Writes.IsWritten(access)
                    && !CanBeSetOutside(symbol))
                {
                    return null;
                }
            }
        }

        // Parameters that are assigned before would have another value in the factory.
        if (split.Body.Statements.Take(first).SelectMany(statement => statement.DescendantNodes()).OfType<IdentifierNameSyntax>()
            .Any(name => Writes.IsWritten(name) && split.Model.GetSymbolInfo(name, split.CancellationToken).Symbol is IParameterSymbol))
        {
            return null;
        }

        foreach (NodeEdit wait in split.Waits)
        {
            own.Add(wait.Node, wait.Rewrite);
        }

        BlockSyntax rewritten = split.Body.ReplaceNodes(own.Keys, (original, node) => own[original](node));
        List<StatementSyntax> steps = rewritten.Statements.Skip(first).ToList();
        string creation = $"var {AsynchronousConstructor.Created} = new {split.TypeName()}({string.Join(", ", split.OwnArguments())});";
        string end = $"return {AsynchronousConstructor.Created};";
        string lines = split.IsOnLines
            ? split.Lines(new[] { creation }) + string.Concat(steps.Select(step => step.ToFullString())) + split.Lines(new[] { end })
            : split.Lines(new[] { creation }.Concat(steps.Select(step => step.WithoutTrivia().ToString())).Append(end));
        return new AsynchronousConstructor(ConstructorSplit.Private(
            split.Constructor.WithBody(split.Body.WithStatements(List(split.Body.Statements.Take(first))))), split.Factory(lines));
    }

    /// <summary>Neither readonly nor a reference that must not be null when the constructor ends.</summary>
    private bool CanBeSetOutside(ISymbol member) => member switch
    {
        IFieldSymbol field => !field.IsReadOnly && MayStayUnset(field.Type, field.NullableAnnotation),
        IPropertySymbol property => property.SetMethod is { IsInitOnly: false } && MayStayUnset(property.Type, property.NullableAnnotation),
        _ => true,
    };

    private bool MayStayUnset(ITypeSymbol memberType, NullableAnnotation annotation)
        => !memberType.IsReferenceType || annotation != NullableAnnotation.NotAnnotated
            || (split.Model.GetNullableContext(split.Constructor.SpanStart) & NullableContext.WarningsEnabled) == 0;
}
