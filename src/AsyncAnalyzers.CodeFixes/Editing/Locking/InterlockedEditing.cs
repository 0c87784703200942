namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>Writes an increment, addition or bit operation as the call of Interlocked that does the same in one step.</summary>
internal static class InterlockedEditing
{
    /// <summary>The expression that takes the place of an update; null where no method of Interlocked does exactly the same.</summary>
    public static (string Method, ExpressionSyntax Expression)? TryConvert(
        ExpressionSyntax update, StatePath state, RepairRequest request, CancellationToken cancellationToken)
    {
        ITypeSymbol type = state.Type;
        if (update is AssignmentExpressionSyntax created
            && LazyCreation.Is(update, state.Holder, type, request.ModelFor(cancellationToken)))
        {
            return Ensure(created, request);
        }

        if (request.Types.Interlocked is not { } interlocked || !IsInteger(type) || IsChecked(update, request.ModelFor(cancellationToken)))
        {
            return null;
        }

        bool isUsed = IsValueUsed(update, request.ModelFor(cancellationToken));
        switch (update)
        {
            case PrefixUnaryExpressionSyntax step:
                return Call(step.IsKind(SyntaxKind.PreIncrementExpression) ? "Increment" : "Decrement", step.Operand, null);
            case PostfixUnaryExpressionSyntax step:
                bool isIncrement = step.IsKind(SyntaxKind.PostIncrementExpression);
                if (Call(isIncrement ? "Increment" : "Decrement", step.Operand, null) is not { } call)
                {
                    return null;
                }

                // The operator yields the value before the step, the method the one after it.
                return !isUsed ? call : (call.Method, ElasticTrivia.RemovedFrom(ParenthesizedExpression(BinaryExpression(
                    isIncrement ? SyntaxKind.SubtractExpression : SyntaxKind.AddExpression,
                    call.Expression.WithLeadingTrivia().WithTrailingTrivia(Space),
                    Token(default, isIncrement ? SyntaxKind.MinusToken : SyntaxKind.PlusToken, TriviaList(Space)),
                    LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(1))))).WithAdditionalAnnotations(
                        Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation).WithTriviaFrom(update));
            case AssignmentExpressionSyntax assignment:
                switch (assignment.Kind())
                {
                    case SyntaxKind.AddAssignmentExpression:
                        return Add(assignment.Left, assignment.Right);
                    case SyntaxKind.SubtractAssignmentExpression:
                        return Subtract(assignment.Left, assignment.Right);
                    case SyntaxKind.OrAssignmentExpression when !isUsed:
                        return Call("Or", assignment.Left, assignment.Right);
                    case SyntaxKind.AndAssignmentExpression when !isUsed:
                        return Call("And", assignment.Left, assignment.Right);
                    case SyntaxKind.SimpleAssignmentExpression
                        when CallSyntax.WalkDownParentheses(assignment.Right) is BinaryExpressionSyntax binary:
                        bool leftIsState = AreEquivalent(binary.Left, assignment.Left);
                        bool rightIsState = AreEquivalent(binary.Right, assignment.Left);
                        ExpressionSyntax other = leftIsState ? binary.Right : binary.Left;
                        if (leftIsState == rightIsState || StateUpdate.Mentions(other, assignment.Left))
                        {
                            return null;
                        }

                        return binary.Kind() switch
                        {
                            SyntaxKind.AddExpression => Add(assignment.Left, other),
                            SyntaxKind.SubtractExpression when leftIsState => Subtract(assignment.Left, other),
                            SyntaxKind.BitwiseOrExpression when !isUsed => Call("Or", assignment.Left, other),
                            SyntaxKind.BitwiseAndExpression when !isUsed => Call("And", assignment.Left, other),
                            _ => null,
                        };
                    default:
                        return null;
                }

            default:
                return null;
        }

        (string, ExpressionSyntax)? Add(ExpressionSyntax target, ExpressionSyntax value)
            => value is LiteralExpressionSyntax { Token.Value: 1 } ? Call("Increment", target, null) : Call("Add", target, value);

        (string, ExpressionSyntax)? Subtract(ExpressionSyntax target, ExpressionSyntax value)
        {
            if (value is LiteralExpressionSyntax { Token.Value: 1 })
            {
                return Call("Decrement", target, null);
            }

            if (type.SpecialType is not (SpecialType.System_Int32 or SpecialType.System_Int64))
            {
                return null;
            }

            ExpressionSyntax operand = value.WithoutTrivia();
            if (type.SpecialType == SpecialType.System_Int64 && value is not LiteralExpressionSyntax
                && request.Model.GetTypeInfo(value, cancellationToken).Type?.SpecialType != SpecialType.System_Int64)
            {
                operand = CastExpression(PredefinedType(Token(SyntaxKind.LongKeyword)), InParentheses(operand));
            }

            return Call(
                "Add", target, PrefixUnaryExpression(SyntaxKind.UnaryMinusExpression, InParentheses(operand)).WithTriviaFrom(value));
        }

        (string Method, ExpressionSyntax Expression)? Call(string method, ExpressionSyntax target, ExpressionSyntax? value)
        {
            if (!interlocked.GetMembers(method).OfType<IMethodSymbol>().Any(candidate => candidate.Parameters.Length > 0
                && candidate.Parameters[0].RefKind == RefKind.Ref
                && SymbolEqualityComparer.Default.Equals(candidate.Parameters[0].Type, type)))
            {
                return null;
            }

            ArgumentSyntax reference = Argument(null, Token(default, SyntaxKind.RefKeyword, TriviaList(Space)), target.WithoutTrivia());
            ArgumentSyntax[] arguments = value is null ? new[] { reference } : new[] { reference, Argument(value.WithoutTrivia()) };
            ExpressionSyntax expression = InvocationExpression(
                TypeNaming.Member(TypeNaming.ExpressionOf(request, interlocked), method),
                ArgumentList(AsyncEdit.Separated(arguments)));
            return ("Interlocked." + method, ElasticTrivia.RemovedFrom(expression).WithTriviaFrom(update));
        }
    }

    /// <summary><c>LazyInitializer.EnsureInitialized(ref x, () => new T())</c>: the first object that is set is everybody's.</summary>
    private static (string Method, ExpressionSyntax Expression) Ensure(AssignmentExpressionSyntax update, RepairRequest request)
    {
        ExpressionSyntax factory = ParenthesizedLambdaExpression(ParameterList(), update.Right.WithoutTrivia()).WithArrowToken(
            Token(TriviaList(Space), SyntaxKind.EqualsGreaterThanToken, TriviaList(Space)));
        ExpressionSyntax expression = AsyncEdit.StaticCall(
            request,
            request.Types.LazyInitializer!,
            "EnsureInitialized",
            Argument(null, Token(default, SyntaxKind.RefKeyword, TriviaList(Space)), update.Left.WithoutTrivia()),
            Argument(factory));
        return ("LazyInitializer.EnsureInitialized", ElasticTrivia.RemovedFrom(expression).WithTriviaFrom(update));
    }

    private static ExpressionSyntax InParentheses(ExpressionSyntax expression)
        => expression is IdentifierNameSyntax or LiteralExpressionSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax
            or ElementAccessExpressionSyntax
            or ParenthesizedExpressionSyntax or CastExpressionSyntax
            ? expression
            : ParenthesizedExpression(expression);

    private static bool IsInteger(ITypeSymbol type)
        => type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32
            or SpecialType.System_UInt64;

    /// <summary>Interlocked wraps around where checked code throws.</summary>
    private static bool IsChecked(SyntaxNode node, CodeModel model)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case CheckedStatementSyntax statement:
                    return statement.Keyword.IsKind(SyntaxKind.CheckedKeyword);
                case CheckedExpressionSyntax expression:
                    return expression.Keyword.IsKind(SyntaxKind.CheckedKeyword);
            }
        }

        return model.Compilation.Options.CheckOverflow;
    }

    private static bool IsValueUsed(ExpressionSyntax expression, CodeModel model)
    {
        switch (expression.Parent)
        {
            case ExpressionStatementSyntax:
                return false;
            case ForStatementSyntax loop:
                return loop.Condition == expression;
            case ParenthesizedExpressionSyntax parenthesized:
                return IsValueUsed(parenthesized, model);
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard
                when discard.Right == expression:
                return false;
            case ArrowExpressionClauseSyntax { Parent: { } function }:
                return FunctionSyntax.SymbolOf(function, model) is not { } member || !ReturnsNothing(member);
            case AnonymousFunctionExpressionSyntax lambda:
                return FunctionSyntax.SymbolOf(lambda, model) is not { } symbol
                    || !ReturnsNothing(symbol)
                    && !IsResultDropped(lambda);
            default:
                return true;
        }

        bool ReturnsNothing(IMethodSymbol method)
            => method.ReturnsVoid || method.IsAsync
                && (method.ReturnType.Is(model.Types.Task) || method.ReturnType.Is(model.Types.ValueTask));

        // Task.Run(() => n++) makes a Task<int> that most callers use as a Task.
        bool IsResultDropped(AnonymousFunctionExpressionSyntax lambda)
        {
            if (lambda.Parent is not ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax start }
                || CallSyntax.CalledName(start) is not ("Run" or "StartNew"))
            {
                return false;
            }

            ExpressionSyntax task = start;
            while (true)
            {
                switch (task.Parent)
                {
                    case ExpressionStatementSyntax:
                    case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }:
                        return true;
                    case AwaitExpressionSyntax await:
                        task = await;
                        continue;
                    case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax whenAll }
                        when CallSyntax.CalledName(whenAll) == "WhenAll":
                        task = whenAll;
                        continue;
                    case ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax waitAll }
                        when CallSyntax.CalledName(waitAll) == "WaitAll":
                        return true;
                    case MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: "ConfigureAwait",
                        Parent: InvocationExpressionSyntax configured
                    }:
                        task = configured;
                        continue;
                    case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" }:
                        return true;
                    default:
                        return task == start && model.GetTypeInfo(start).ConvertedType.Is(model.Types.Task);
                }
            }
        }
    }
}
