namespace AsyncAnalyzers.Rules.Unobserved;

using static SyntaxFactory;

/// <summary>Rewrites how a ValueTask is kept: awaited once, as a Task, or preserved.</summary>
internal sealed class ValueTaskEditing
{
    private readonly RepairRequest _request;
    private readonly SyntaxNode _declaration;
    private readonly SyntaxNode _function;
    private readonly IdentifierNameSyntax[] _mentions;

    private ValueTaskEditing(RepairRequest request, SyntaxNode declaration, SyntaxNode function, IdentifierNameSyntax[] mentions)
    {
        _request = request;
        _declaration = declaration;
        _function = function;
        _mentions = mentions;
    }

    /// <summary>For a local or parameter.</summary>
    public static ValueTaskEditing? Of(RepairRequest request, ISymbol variable, CancellationToken cancellationToken)
        => variable.FirstSyntax(cancellationToken) is { } declaration
            && RepeatedConsumption.FunctionOf(declaration) is { } function
            ? new ValueTaskEditing(request, declaration, function,
                RepeatedConsumption.MentionsOf(variable, function, request.ModelFor(cancellationToken)).OrderBy(mention
                => mention.SpanStart).ToArray())
            : null;

    /// <summary>The root with each value of the field preserved.</summary>
    public static SyntaxNode? PreserveField(RepairRequest request, IFieldSymbol field, CancellationToken cancellationToken)
        => field.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is VariableDeclaratorSyntax declarator
            && declarator.SyntaxTree == request.Root.SyntaxTree
            ? Convert(request, ValueTaskField.ValuesOf(field, declarator, request.ModelFor(cancellationToken)), "Preserve",
                cancellationToken)
            : null;

    /// <summary>
    /// The root with one await left. Where the first await stands on the way of all others, its result takes their place; where it follows
    /// the
    /// declaration, the result is what is declared.
    /// </summary>
    public SyntaxNode? AwaitOnce(CancellationToken cancellationToken)
    {
        if (_declaration is not VariableDeclaratorSyntax
            {
                Initializer.Value: { } value,
                Parent: VariableDeclarationSyntax
                {
                    Variables.Count: 1,
                    Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaring
                } typed
            } declarator)
        {
            return null;
        }

        var awaits = new List<AwaitExpressionSyntax>();
        foreach (IdentifierNameSyntax mention in _mentions)
        {
            if (FunctionSyntax.Enclosing(mention) != _function || AwaitOf(mention) is not { } await)
            {
                return null;
            }

            awaits.Add(await);
        }

        if (awaits.Count == 0 || awaits[0].FirstAncestorOrSelf<StatementSyntax>() is not { } first || first.Parent != block)
        {
            return null;
        }

        var others = new HashSet<SyntaxNode>(awaits.Skip(1));
        if (first is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            && variables[0].Initializer?.Value == awaits[0]
            && !LocalAssignments.Of(variables[0], _request.ModelFor(cancellationToken)).Any() && !IsIncremented(variables[0]))
        {
            string result = variables[0].Identifier.ValueText;
            return WithoutDirectives(others)
                ? _request.Root.ReplaceNodes(others, (original, _) => IdentifierName(result).WithTriviaFrom(original))
                : null;
        }

        if (first is ExpressionStatementSyntax
            && others.All(other => other.Parent is ExpressionStatementSyntax { Parent: BlockSyntax } statement
            && statement.DescendantTrivia().All(trivia
                => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))))
        {
            return _request.Root.RemoveNodes(others.Select(other => other.Parent!), SyntaxRemoveOptions.KeepNoTrivia);
        }

        return block.Statements.IndexOf(first) == block.Statements.IndexOf(declaring) + 1 && IsEvaluatedFirst(awaits[0], first)
            ? AwaitInDeclaration(declarator, typed, value, awaits, cancellationToken)
            : null;
    }

    /// <summary>The root with the variable holding a Task.</summary>
    public SyntaxNode? AsTask(CancellationToken cancellationToken)
    {
        if (_declaration is not VariableDeclaratorSyntax
            {
                Parent: VariableDeclarationSyntax { Variables.Count: 1 } declaration,
                Initializer: not null
            })
        {
            return null;
        }

        var conversions = _mentions.Select(ConversionOf).OfType<InvocationExpressionSyntax>().ToList<SyntaxNode>();
        List<ExpressionSyntax> values = Values().ToList();
        IEnumerable<SyntaxNode> edited = values.Concat(conversions);
        edited = declaration.Type.IsVar ? edited : edited.Append(declaration.Type);
        return WithoutDirectives(values.Concat(conversions)) ? _request.Root.ReplaceNodes(edited, (original, rewritten) =>
        {
            if (original == declaration.Type)
            {
                return TaskType((TypeSyntax)rewritten);
            }

            SyntaxNode result = conversions.Contains(original)
                ? ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)rewritten).Expression).Expression.WithTriviaFrom(rewritten)
                : rewritten;
            return values.Contains(original) ? Call((ExpressionSyntax)result, "AsTask") : result;
        }) : null;
    }

    /// <summary>The root with each value preserved; a parameter is, first of all.</summary>
    public SyntaxNode? Preserve(CancellationToken cancellationToken)
    {
        if (_declaration is not ParameterSyntax parameter)
        {
            return _declaration is VariableDeclaratorSyntax ? Convert(_request, Values(), "Preserve", cancellationToken) : null;
        }

        string name = parameter.Identifier.ValueText;
        return FunctionSyntax.Body(_function) is BlockSyntax { Statements: { Count: > 0 } statements }
            ? StatementInsertion.Before(_request.Root, statements[0], ParseStatement($"{name} = {name}.Preserve();"),
                _request.Root.SyntaxTree.GetText(cancellationToken))
            : null;
    }

    private SyntaxNode? AwaitInDeclaration(
        VariableDeclaratorSyntax declarator, VariableDeclarationSyntax typed, ExpressionSyntax value, List<AwaitExpressionSyntax> awaits,
        CancellationToken cancellationToken)
    {
        if (_request.Model.GetTypeInfo(awaits[0], cancellationToken).Type is not { SpecialType: not SpecialType.System_Void } result
            || !WithoutDirectives(awaits.Append<SyntaxNode>(value)))
        {
            return null;
        }

        bool configure = awaits[0].Expression is InvocationExpressionSyntax;
        var edited = new List<SyntaxNode>(awaits) { value };
        if (!typed.Type.IsVar)
        {
            edited.Add(typed.Type);
        }

        return _request.Root.ReplaceNodes(edited, (original, rewritten) =>
        {
            if (original == value)
            {
                return AwaitSyntax.InPlaceOf(value, (ExpressionSyntax)rewritten, configure);
            }

            return original == typed.Type
                ? AsyncEdit.TypeName(_request, result).WithTriviaFrom(original)
                : IdentifierName(declarator.Identifier.ValueText).WithTriviaFrom(original);
        });
    }

    /// <summary>The values of a local: its initializer's and those assigned to it.</summary>
    private IEnumerable<ExpressionSyntax> Values()
        => (_declaration is VariableDeclaratorSyntax { Initializer.Value: { } value } ? new[] { value } : Array.Empty<ExpressionSyntax>())
            .Concat(_mentions.Select(mention => mention.Parent).OfType<AssignmentExpressionSyntax>()
                .Where(assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                    && assignment.Left is IdentifierNameSyntax left
                    && _mentions.Contains(left))
                .Select(assignment => assignment.Right));

    private static SyntaxNode? Convert(
        RepairRequest request, IEnumerable<ExpressionSyntax> values, string method, CancellationToken cancellationToken)
    {
        ExpressionSyntax[] converted = values
            .Where(value => request.Model.GetOperation(value, cancellationToken) is { } operation
                && !RepeatedConsumption.IsHarmless(operation, request.Types))
            .ToArray();
        return converted.Length > 0 && WithoutDirectives(converted)
            ? request.Root.ReplaceNodes(converted, (_, rewritten) => Call((ExpressionSyntax)rewritten, method))
            : null;
    }

    private static bool WithoutDirectives(IEnumerable<SyntaxNode> nodes) => nodes.All(AsyncEdit.IsWithoutDirectives);

    /// <summary><c>await t</c> or <c>await t.ConfigureAwait(false)</c>.</summary>
    private static AwaitExpressionSyntax? AwaitOf(IdentifierNameSyntax mention) => mention.Parent switch
    {
        AwaitExpressionSyntax await => await,
        MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "ConfigureAwait",
            Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax await } configured
        }
            when configured.ArgumentList.Arguments is { Count: 1 } arguments
                && arguments[0].Expression.IsKind(SyntaxKind.FalseLiteralExpression) => await,
        _ => null,
    };

    private static InvocationExpressionSyntax? ConversionOf(IdentifierNameSyntax mention)
        => mention.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: "AsTask"
            or "Preserve", Parent: InvocationExpressionSyntax conversion
        }
            ? conversion
            : null;

    private bool IsIncremented(VariableDeclaratorSyntax local)
        => _function.DescendantNodes().Any(node => node switch
        {
            PrefixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression
                or (int)SyntaxKind.AddressOfExpression
            } prefix
                => prefix.Operand,
            PostfixUnaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.PostIncrementExpression
                or (int)SyntaxKind.PostDecrementExpression
            } postfix
                => postfix.Operand,
            RefExpressionSyntax reference => reference.Expression,
            _ => null,
        } is IdentifierNameSyntax name && name.Identifier.ValueText == local.Identifier.ValueText);

    /// <summary>Nothing that could be noticed happens in the statement before the await.</summary>
    private static bool IsEvaluatedFirst(AwaitExpressionSyntax await, StatementSyntax statement)
        => !await.Ancestors().TakeWhile(ancestor
            => ancestor != statement).Any(ancestor => ancestor is StatementSyntax or ConditionalExpressionSyntax or SwitchExpressionSyntax
                or BinaryExpressionSyntax
            {
                RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression
                    or (int)SyntaxKind.CoalesceExpression
            })
            && statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax or IfStatementSyntax
            && !statement.DescendantNodes().Any(node
                => node.Span.End <= await.SpanStart
                    && node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax
                        or AssignmentExpressionSyntax);

    private static ExpressionSyntax Call(ExpressionSyntax receiver, string method)
    {
        ExpressionSyntax bare = receiver.WithoutTrivia();
        bare = bare is SimpleNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax
            or ParenthesizedExpressionSyntax or BaseObjectCreationExpressionSyntax or DefaultExpressionSyntax
            ? bare
            : ParenthesizedExpression(bare);
        return InvocationExpression(
            MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, bare, IdentifierName(method))).WithTriviaFrom(receiver);
    }

    private static TypeSyntax TaskType(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.WithRight((SimpleNameSyntax)TaskType(qualified.Right)),
        SimpleNameSyntax name => name.WithIdentifier(Identifier("Task").WithTriviaFrom(name.Identifier)),
        _ => type,
    };
}
