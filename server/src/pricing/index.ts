export {
  type Margin,
  marginAt,
  marginOn,
  type NewMargin,
  setMargin,
  type TokenType,
} from './margin.ts'
