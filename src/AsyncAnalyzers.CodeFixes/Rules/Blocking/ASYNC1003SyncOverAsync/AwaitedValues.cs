namespace AsyncAnalyzers.Rules.Blocking;

using static SyntaxFactory;

/// <summary>The awaited values are handed in: <c>field = LoadAsync(p).Result</c> becomes <c>field = value</c>.</summary>
internal sealed class AwaitedValues(ConstructorSplit split)
{
    /// <summary>Null where a value depends on the object.</summary>
    public AsynchronousConstructor? TrySplit()
    {
        var statements = new List<StatementSyntax>();
        var steps = new List<string>();
        var arguments = new List<string>();
        var parameters = new List<ParameterSyntax>();
        bool onlyValues = split.Body.Statements.Where(split.HasWait).All(statement
            => statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax });
        int lastWait = split.Body.Statements.IndexOf(split.Body.Statements.Last(split.HasWait));
        for (int index = 0; index < split.Body.Statements.Count; index++)
        {
            StatementSyntax statement = split.Body.Statements[index];
            if (!split.HasWait(statement))
            {
                if (index < lastWait && !SetsOwnMemberToParameter(statement))
                {
                    return null;
                }

                statements.Add(statement);
            }
            else if (statement is ExpressionStatementSyntax
            {
                Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
            }
                && OwnMember(assignment.Left) is { } member && DeclaredType(member) is { } memberType
                && IsIndependent(assignment.Right)
                && ParameterNameFor(member) is { } name
                && parameters.All(parameter => parameter.Identifier.ValueText != name))
            {
                parameters.Add(Parameter(Identifier(name)).WithType(memberType.WithoutTrivia().WithTrailingTrivia(Space)));
                string value = split.Awaited(assignment.Right).WithoutTrivia().ToString();
                arguments.Add(onlyValues ? value : name);
                if (!onlyValues)
                {
                    steps.Add($"{memberType.WithoutTrivia()} {name} = {value};");
                }

                ExpressionSyntax left = assignment.Left is IdentifierNameSyntax { Identifier.ValueText: var written } && written == name
                    ? MemberAccessExpression(
                        SyntaxKind.SimpleMemberAccessExpression, ThisExpression(), IdentifierName(name)).WithTriviaFrom(assignment.Left)
                    : assignment.Left;
                statements.Add(statement.ReplaceNode(
                    assignment, assignment.WithLeft(left).WithRight(IdentifierName(name).WithTriviaFrom(assignment.Right))));
            }
            else if (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax wait }
                && IsIndependent(wait)
                && !HasComment(statement))
            {
                steps.Add(split.Awaited(statement).WithoutTrivia().ToString());
            }
            else
            {
                return null;
            }
        }

        steps.Add($"return new {split.TypeName()}({string.Join(", ", split.OwnArguments().Concat(arguments))});");
        SeparatedSyntaxList<ParameterSyntax> list = split.Constructor.ParameterList.Parameters;
        foreach (ParameterSyntax parameter in parameters)
        {
            list = SeparatedList(list.Add(parameter), Enumerable.Range(0, list.Count).Select(place
                => place < list.SeparatorCount ? list.GetSeparator(place) : Token(default, SyntaxKind.CommaToken, TriviaList(Space))));
        }

        ConstructorDeclarationSyntax changed = ConstructorSplit.Private(split.Constructor
            .WithParameterList(split.Constructor.ParameterList.WithParameters(list))
            .WithBody(split.Body.WithStatements(List(statements))));
        return new AsynchronousConstructor(changed, split.Factory(split.Lines(steps)));
    }

    /// <summary><c>_field = parameter</c> and the like, which neither a task nor anybody else sees.</summary>
    private bool SetsOwnMemberToParameter(StatementSyntax statement)
        => statement is ExpressionStatementSyntax
        {
            Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: var right, Left: var left }
        }
            && OwnMember(left) is not null
            && (right is LiteralExpressionSyntax || split.Model.GetSymbolInfo(right, split.CancellationToken).Symbol is IParameterSymbol);

    /// <summary>A field or automatic property of the object itself.</summary>
    private ISymbol? OwnMember(ExpressionSyntax target)
    {
        ISymbol? symbol = split.Model.GetSymbolInfo(target, split.CancellationToken).Symbol;
        bool isOwn = target is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax };
        return isOwn && symbol is IFieldSymbol { IsStatic: false }
            || isOwn && symbol is IPropertySymbol { IsStatic: false, IsVirtual: false, IsOverride: false } property
                && property.ContainingType.GetMembers().Any(member => member is IFieldSymbol field
                    && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) ? symbol : null;
    }

    private TypeSyntax? DeclaredType(ISymbol member)
    {
        TypeSyntax? declared = member.FirstSyntax(split.CancellationToken) switch
        {
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variables } => variables.Type,
            PropertyDeclarationSyntax property => property.Type,
            _ => null,
        };
        return declared?.SyntaxTree == split.Constructor.SyntaxTree ? declared : null;
    }

    /// <summary>The value needs nothing of the object, nor any local of the constructor.</summary>
    private bool IsIndependent(ExpressionSyntax value)
    {
        foreach (SyntaxNode node in value.DescendantNodesAndSelf())
        {
            if (node is ThisExpressionSyntax
                || node is SimpleNameSyntax name && split.Model.GetSymbolInfo(name, split.CancellationToken).Symbol is { } symbol
                    && (ConstructorSplit.IsOwnInstanceMember(name, symbol)
                        || symbol is ILocalSymbol
                        || (symbol is IParameterSymbol && Writes.IsWritten(name))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A comment, which would be lost with the statement.</summary>
    private static bool HasComment(StatementSyntax statement)
        => statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(trivia
            => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    /// <summary>The name of a member as that of a parameter; null where the constructor uses it.</summary>
    private string? ParameterNameFor(ISymbol member)
    {
        string name = member.Name.StartsWith("m_", StringComparison.Ordinal) ? member.Name.Substring(2) : member.Name.TrimStart('_');
        if (name.Length == 0 || !char.IsLetter(name[0]))
        {
            return null;
        }

        name = char.ToLowerInvariant(name[0]) + name.Substring(1);
        bool isTaken = SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || split.Constructor.DescendantTokens().Any(token
                => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is not SimpleNameSyntax)
            || split.Constructor.DescendantNodes().OfType<SimpleNameSyntax>().Any(used
                => used.Identifier.ValueText == name && name != member.Name);
        return isTaken ? null : name;
    }
}
